package e2e

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/icholy/digest"
)

// rawPeer is a socket that sends what no SIP program would.
type rawPeer struct {
	t    testing.TB
	conn *net.UDPConn
	to   *net.UDPAddr
	// number is whom it calls as.
	number string
}

func newRawPeer(t testing.TB, host, to string) *rawPeer {
	t.Helper()
	return newRawPeerAt(t, host, 0, to)
}

func newRawPeerAt(t testing.TB, host string, port int, to string) *rawPeer {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(host), Port: port})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	addr, err := net.ResolveUDPAddr("udp", to)
	if err != nil {
		t.Fatal(err)
	}
	return &rawPeer{t: t, conn: conn, to: addr, number: "0901111222"}
}

// silence is how long no answer to a REGISTER is none.
const silence = 20 * time.Second

func (p *rawPeer) send(text string) {
	p.t.Helper()
	if _, err := p.conn.WriteToUDP([]byte(text), p.to); err != nil {
		p.t.Fatal(err)
	}
}

// receive gives the next datagram, or "" when none comes in time.
func (p *rawPeer) receive(atMost time.Duration) string {
	buffer := make([]byte, 65536)
	_ = p.conn.SetReadDeadline(time.Now().Add(atMost))
	n, _, err := p.conn.ReadFromUDP(buffer)
	if err != nil {
		return ""
	}
	return string(buffer[:n])
}

// answer waits for a final answer to a method; provisional ones, requests and
// answers to others are passed over.
func (p *rawPeer) answer(method string, atMost time.Duration) string {
	late := time.Now().Add(atMost)
	for time.Now().Before(late) {
		m := p.receive(time.Until(late))
		if strings.HasPrefix(m, "SIP/2.0 ") && !strings.HasPrefix(m, "SIP/2.0 1") && strings.HasSuffix(headerOf(m, "CSeq"), " "+method) {
			return m
		}
	}
	return ""
}

func status(message string) string {
	_, rest, _ := strings.Cut(message, " ")
	code, _, _ := strings.Cut(rest, " ")
	return code
}

// request is a request of the peer in the call with the identifier.
func (p *rawPeer) request(method, number, call string, cseq int, branch, toTag, body string) string {
	from := p.conn.LocalAddr().String()
	contentType := ""
	if body != "" {
		contentType = "Content-Type: application/sdp\r\n"
	}
	if toTag != "" {
		toTag = ";tag=" + toTag
	}
	return fmt.Sprintf("%[1]s sip:%[2]s@%[3]s SIP/2.0\r\nVia: SIP/2.0/UDP %[4]s;branch=z9hG4bK%[5]s;rport\r\nFrom: <sip:%[14]s@%[4]s>;tag=t%[6]s\r\n"+
		"To: <sip:%[2]s@%[3]s>%[7]s\r\nCall-ID: %[6]s\r\nCSeq: %[8]d %[9]s\r\nContact: <sip:%[14]s@%[4]s>\r\nMax-Forwards: 70\r\nUser-Agent: %[13]s\r\n%[10]sContent-Length: %[11]d\r\n\r\n%[12]s",
		method, number, p.to, from, branch, call, toTag, cseq, method, contentType, len(body), body, padding, p.number)
}

// padding makes a request as long as a real phone's. Strangers are never sent
// more than they sent, so a terse one is answered only at its second try.
var padding = "padding/" + strings.Repeat("0", 300)

// register registers a contact by digest and gives the final status, "" for
// none.
func (p *rawPeer) register(user, password, contact string) string {
	p.t.Helper()
	call := fmt.Sprintf("reg-%s-%d", user, time.Now().UnixNano())
	send := func(cseq int, authorization string) string {
		p.send(fmt.Sprintf("REGISTER sip:%[1]s SIP/2.0\r\nVia: SIP/2.0/UDP %[2]s;branch=z9hG4bK%[3]s%[4]d;rport\r\nFrom: <sip:%[5]s@%[1]s>;tag=t%[3]s\r\n"+
			"To: <sip:%[5]s@%[1]s>\r\nCall-ID: %[3]s\r\nCSeq: %[4]d REGISTER\r\nContact: <sip:%[5]s@%[6]s>\r\nExpires: 300\r\nMax-Forwards: 70\r\n"+
			"User-Agent: %[7]s\r\n%[8]sContent-Length: 0\r\n\r\n", p.to, p.conn.LocalAddr(), call, cseq, user, contact, padding, authorization))
		return p.answer("REGISTER", silence)
	}
	first := send(1, "")
	if status(first) != "401" {
		return status(first)
	}
	header := http.Header{}
	for line := range strings.Lines(first) {
		if k, v, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && strings.EqualFold(k, "WWW-Authenticate") {
			header.Add("WWW-Authenticate", v)
		}
	}
	challenge, err := digest.FindChallenge(header)
	if err != nil {
		p.t.Fatalf("%v in\n%s", err, first)
	}
	answer, err := digest.Digest(challenge, digest.Options{Method: "REGISTER", URI: "sip:" + p.to.String(), Username: user, Password: password})
	if err != nil {
		p.t.Fatal(err)
	}
	return status(send(2, "Authorization: "+answer.String()+"\r\n"))
}

func (p *rawPeer) offer() string {
	return "v=0\r\no=x 1 1 IN IP4 " + p.host() + "\r\ns=-\r\nc=IN IP4 " + p.host() + "\r\nt=0 0\r\nm=audio 9000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
}

func (p *rawPeer) host() string { return p.conn.LocalAddr().(*net.UDPAddr).IP.String() }

// alive fails unless the server still answers. As UDP is what it is, it asks
// more than once.
func (p *rawPeer) alive() {
	p.t.Helper()
	for i := range 10 {
		name := fmt.Sprintf("alive%d-%d", time.Now().UnixNano(), i)
		p.send(p.request("OPTIONS", "ping", name, 1, name, "", ""))
		if p.answer("OPTIONS", 5*time.Second) != "" {
			p.t.Logf("alive at try %d", i+1)
			return
		}
	}
	p.t.Error("the server does not answer an OPTIONS")
}
