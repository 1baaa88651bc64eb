package voice

import "github.com/yobirin/yobirin/shared/rtpio"

const (
	jitterSlots = 64 // packets kept: 1.28 s of 20 ms each
	// maxPayload is the longest payload kept, in bytes.
	maxPayload = rtpio.MaxPacket
	// A packet whose time is off by more than this is from another stream, or a
	// lie; it is believed when the next one agrees to within agreement.
	jumpMS, agreementMS = 2000, 200
)

// slot is one packet that waits.
type slot struct {
	used     bool
	epoch    uint32 // of the stream: a new one for each source, restart or clock
	time     int64  // RTP time, without wraps
	lateness int64
	seq      uint16
	codec    codec
	size     int
	data     [maxPayload]byte
}

func (s *slot) payload() []byte { return s.data[:s.size] }

// jitter keeps packets in order until they are played. It knows no clock: time
// is what has been played. The zero value is ready.
type jitter struct {
	timing  timing
	slots   [jitterSlots]slot
	epoch   uint32
	any     bool
	ssrc    uint32
	last    int64 // time of the packet before
	suspect int64
	doubt   bool
	// counted for the quality
	duplicates, overflows, strays uint64
}

// verdict says what became of a packet.
type verdict uint8

const (
	packetKept verdict = iota
	packetLate
	packetDropped
)

// put takes a packet. played is how many samples of the device have been
// played. Packets of the epoch and before the time played are late.
func (j *jitter) put(h rtpio.Header, c codec, payload []byte, played int64, epoch uint32, before int64) verdict {
	if len(payload) == 0 || len(payload) > maxPayload {
		j.strays++
		return packetDropped
	}
	rate := c.rate()
	if !j.any || h.SSRC != j.ssrc || rate != j.timing.rate {
		j.restart(h, rate)
	}
	time := j.last + int64(int32(h.TS-uint32(j.last)))
	lateness := played*int64(rate)/deviceRate - time
	if j.timing.known() && abs(lateness-j.timing.base) > j.timing.ms(jumpMS) {
		if !j.doubt || abs(lateness-j.suspect) > j.timing.ms(agreementMS) {
			j.doubt, j.suspect = true, lateness
			j.strays++
			return packetDropped
		}
		j.restart(h, rate)
		time = j.last
		lateness = played*int64(rate)/deviceRate - time
	}
	j.doubt = false
	if j.holds(time) {
		j.duplicates++
		return packetDropped
	}
	j.last = max(j.last, time)
	j.timing.add(lateness)
	if j.epoch == epoch && time < before {
		return packetLate
	}
	s := j.room()
	s.used, s.epoch, s.time, s.lateness, s.seq, s.codec = true, j.epoch, time, lateness, h.Seq, c
	s.size = copy(s.data[:], payload)
	return packetKept
}

// restart begins a new epoch with the packet.
func (j *jitter) restart(h rtpio.Header, rate int) {
	j.epoch++
	j.any, j.ssrc, j.last, j.doubt = true, h.SSRC, int64(h.TS), false
	j.timing.reset(rate)
}

func (j *jitter) holds(time int64) bool {
	for i := range j.slots {
		if s := &j.slots[i]; s.used && s.epoch == j.epoch && s.time == time {
			return true
		}
	}
	return false
}

// room gives a slot to write to. When all are taken nobody has played for more
// than a second: the older half goes at once. One by one they would go as fast
// as time passes afterwards, and none would ever have its turn.
func (j *jitter) room() *slot {
	for i := range j.slots {
		if !j.slots[i].used {
			return &j.slots[i]
		}
	}
	var oldest *slot
	for range jitterSlots / 2 {
		oldest = j.first()
		oldest.used = false
		j.overflows++
	}
	return oldest
}

// first is the packet to be played next, nil when there is none.
func (j *jitter) first() *slot {
	var found *slot
	for i := range j.slots {
		s := &j.slots[i]
		if s.used && (found == nil || int32(s.epoch-found.epoch) < 0 || s.epoch == found.epoch && s.time < found.time) {
			found = s
		}
	}
	return found
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}
