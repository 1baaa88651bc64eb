package world

import (
	"net/netip"
	"slices"
	"time"

	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
	"github.com/yobirin/yobirin/shared/sipua"
)

// leg is one dialog with the app at the server, with its audio. All but dialog
// is guarded by the office's lock; methods of the dialog are called without.
type leg struct {
	o      *office
	id     string // as X-Yobirin-Leg says it
	name   string // of the call
	agent  *agent
	to     bool // it calls the app
	dialog *sipua.Dialog
	number string // of the far side

	up      bool
	rang    bool // the app knows of it
	over    bool
	overAt  time.Time
	deaf    bool // it does not send audio
	farHeld bool // it holds the app
	quiet   bool // and sends nothing meanwhile
	rigid   bool // it declines every change
	shaken  bool // the network was bad since it began

	recording, paused bool
	handing           *live.Handing
	second            string // the number of who is consulted or takes part as well
	secondUp          bool
	merged            bool
	hears             []int // tones that the app is to hear

	conn    *phonetest.Conn
	local   sdp.Local
	agreed  *sdp.Agreed
	in, out *rtpio.Cipher
	inKey   *sdp.Crypto
	outKey  *sdp.Crypto
	source  netip.AddrPort // where packets came from last
	seq     uint16
	ts      uint32
	heard   *ring
	lastIn  time.Time
}

// media opens the leg's audio.
func (l *leg) media(policy sdp.Policy) {
	l.conn = l.o.n.Listen(l.o.ip + ":0")
	l.local = sdp.Local{
		Address: l.conn.Addr().Addr(), Port: l.conn.Addr().Port(), SessionID: uint64(len(l.o.legs) + 1), Version: 1,
		Laws: []pcm.Law{pcm.Mu}, Events: true, Mux: true, Policy: policy,
	}
	if policy != sdp.Off {
		key := make([]byte, sdp.GCM128.KeyLength())
		for i := range key {
			key[i] = byte(len(l.o.legs) + i)
		}
		l.local.Keys = []sdp.Crypto{{Tag: 1, Suite: sdp.GCM128, Key: key}}
	}
	l.heard = newRing(farRate * 2 / 5)
	l.o.work.Go(func() { l.listen(l.conn) })
}

// describe says in the next description what the leg wants.
func (l *leg) describe() {
	l.local.Version++
	l.local.Way = sdp.SendReceive
	switch {
	case l.farHeld && l.quiet:
		l.local.Way = sdp.Neither
	case l.farHeld:
		l.local.Way = sdp.SendOnly
	}
}

// agree takes what was agreed on.
func (l *leg) agree(a sdp.Agreed) {
	l.agreed = &a
	l.in, l.inKey = rekey(l.in, l.inKey, a.In)
	l.out, l.outKey = rekey(l.out, l.outKey, a.Out)
	if a.Remote.IsValid() {
		l.source = a.Remote
	}
}

func rekey(c *rtpio.Cipher, was, is *sdp.Crypto) (*rtpio.Cipher, *sdp.Crypto) {
	if is == nil {
		return nil, nil
	}
	if was != nil && slices.Equal(was.Key, is.Key) && was.Suite == is.Suite {
		return c, was
	}
	c, err := rtpio.NewCipher(string(is.Suite), is.Key)
	if err != nil {
		panic(err)
	}
	return c, is
}

// listen hears what the app sends.
func (l *leg) listen(conn *phonetest.Conn) {
	var buf [2048]byte
	var out [160]int16
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buf[:])
		if err != nil {
			return
		}
		packet := buf[:n]
		l.o.mu.Lock()
		if !rtpio.IsRTCP(packet) && l.agreed != nil {
			if l.in != nil {
				packet, err = l.in.Open(nil, packet)
			}
			if h, payload, bad := rtpio.Parse(packet); err == nil && bad == nil && h.PT == l.agreed.RecvPT && len(payload) == 160 {
				pcm.Mu.Decode(out[:], payload)
				l.heard.add(out[:])
				l.lastIn, l.source = time.Now(), from
			}
		}
		l.o.mu.Unlock()
	}
}

// speak sends 20 ms. The office's lock is held.
func (l *leg) speak() {
	a := l.agreed
	if !l.up || l.over || l.deaf || a == nil || !a.Send || !l.source.IsValid() || l.farHeld && l.quiet {
		return
	}
	l.seq++
	l.ts += 160
	packet := make([]byte, rtpio.HeaderSize+160)
	rtpio.Header{PT: a.PT, Seq: l.seq, TS: l.ts, SSRC: uint32(l.local.SessionID)}.Put(packet)
	pcm.Mu.Encode(packet[rtpio.HeaderSize:], farFrame(l.hears))
	if l.out != nil {
		sealed, err := l.out.Seal(nil, packet)
		if err != nil {
			panic(err)
		}
		packet = sealed
	}
	_, _ = l.conn.WriteToUDPAddrPort(packet, l.source)
}

// listens gives what was heard lately: silence when nothing came.
func (l *leg) listens() []int16 {
	if time.Since(l.lastIn) > 200*time.Millisecond {
		return make([]int16, 160)
	}
	return l.heard.last()
}

// row is the call as its agent is told of it.
func (l *leg) row() live.MyCall {
	r := live.MyCall{}
	r.ID, r.Since, r.Recording, r.Paused, r.Transfer = l.name, time.Now().UnixMilli(), l.recording, l.paused, l.handing
	state := "ringing"
	if l.up {
		state = "up"
	}
	far := live.CallParty{Leg: "far-" + l.id, Role: "caller", Number: l.number, State: "up"}
	mine := live.CallParty{Leg: l.id, Role: "agent", Agent: l.agent.id, State: state}
	r.Direction, r.From = "inbound", live.Caller{Number: l.number}
	r.Parties = []live.CallParty{far, mine}
	if !l.to {
		r.Direction, r.From, r.To = "outbound", live.Caller{Number: l.agent.ext}, live.Caller{Number: l.number}
		far.Role, far.State, mine.Role = "callee", state, "caller"
		r.Parties = []live.CallParty{mine, far}
	}
	if l.second != "" {
		p := live.CallParty{Leg: "second-" + l.id, Role: "callee", Number: l.second, State: "ringing"}
		if l.secondUp {
			p.State = "up"
		}
		r.Parties = append(r.Parties, p)
	}
	return r
}
