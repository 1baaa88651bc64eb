package rtpio

import (
	"encoding/binary"
	"strings"
)

// EventSize is the length of a telephone event's payload.
const EventSize = 4

// eventDigits are the digits in the order of their codes (RFC 4733 section 3.2).
const eventDigits = "0123456789*#ABCD"

// Event is the payload of a telephone event packet.
type Event struct {
	Code     uint8 // 0…15 are the DTMF digits
	End      bool
	Volume   uint8  // -dBm0, 0…63
	Duration uint16 // RTP units so far
}

// ParseEvent reads the payload.
func ParseEvent(payload []byte) (Event, bool) {
	if len(payload) < EventSize {
		return Event{}, false
	}
	return Event{
		Code: payload[0], End: payload[1]&0x80 != 0, Volume: payload[1] & 0x3f,
		Duration: binary.BigEndian.Uint16(payload[2:]),
	}, true
}

// Put writes the payload into the first EventSize bytes of b.
func (e Event) Put(b []byte) {
	b[0], b[1] = e.Code, e.Volume&0x3f
	if e.End {
		b[1] |= 0x80
	}
	binary.BigEndian.PutUint16(b[2:], e.Duration)
}

// Digit is the DTMF digit of the event; false for other events.
func (e Event) Digit() (byte, bool) {
	if int(e.Code) >= len(eventDigits) {
		return 0, false
	}
	return eventDigits[e.Code], true
}

// EventCode is the code of a DTMF digit.
func EventCode(digit byte) (uint8, bool) {
	i := strings.IndexByte(eventDigits, digit)
	return uint8(max(0, i)), i >= 0
}

// EventReceiver tells each pressed key once, however many packets carry it.
// The zero value is ready.
type EventReceiver struct {
	any      bool
	ssrc     uint32
	ts       uint32
	code     uint8
	ended    bool
	duration uint16
}

// Take reads one event packet and gives the digit when it begins a new press.
// A press is known by its timestamp (RFC 4733 section 2.2.2); packets of it
// that come again, late or out of order give nothing. Another source has a clock
// of its own: a phone that begins anew after a hold may begin at 0 again.
func (r *EventReceiver) Take(h Header, payload []byte) (digit byte, pressed bool) {
	e, ok := ParseEvent(payload)
	if !ok {
		return 0, false
	}
	digit, ok = e.Digit()
	if !ok {
		return 0, false
	}
	if r.any && h.SSRC == r.ssrc {
		switch age := int32(h.TS - r.ts); {
		case age == 0 && e.Code == r.code:
			r.ended = r.ended || e.End
			r.duration = max(r.duration, e.Duration)
			return 0, false
		case age < 0 && age > -8000*5:
			return 0, false // a late packet of a press before
		case !h.Marker && !r.ended && e.Code == r.code && age > 0 && age < 8000 && e.Duration > r.duration:
			// Some gateways advance the timestamp within a press.
			r.ts, r.duration, r.ended = h.TS, e.Duration, e.End
			return 0, false
		}
	}
	*r = EventReceiver{any: true, ssrc: h.SSRC, ts: h.TS, code: e.Code, ended: e.End, duration: e.Duration}
	return digit, true
}
