package sipua

import (
	"bytes"
	"errors"
	"io"

	"github.com/emiago/sipgo/sip"
)

// framer cuts what a connection brings into messages (RFC 3261 section 7.5).
// A network cuts it anywhere: sipgo's parser is given a head only when it is
// whole, for it takes the end of a piece for the end of a line, and what stands
// between two messages is taken away before, but never within one.
type framer struct {
	parser *sip.ParserStream
	limit  int    // of one message
	held   []byte // what came and was not given to the parser
	looked int    // of held: has no end of a head
	inBody bool   // the parser has a head and waits for its body
}

// add takes what has come and says whether the far side asked for a sign of
// life between two messages (RFC 5626 section 3.5.1).
func (f *framer) add(data []byte) (pinged bool) {
	f.held = append(f.held, data...)
	return f.trim()
}

// trim takes away what stands between messages.
func (f *framer) trim() (pinged bool) {
	if f.inBody || f.looked > 0 {
		return false
	}
	rest := bytes.TrimLeft(f.held, "\r\n")
	pinged = bytes.HasPrefix(f.held, crlf)
	f.held = append(f.held[:0], rest...)
	return pinged
}

// next gives the next message; nil and no error when more has to come. With
// an error there is no way to find the next message, msg may be what was read
// of the one that is wrong.
func (f *framer) next() (msg sip.Message, pinged bool, err error) {
	if !f.inBody {
		if len(f.held) == 0 {
			return nil, false, nil
		}
		if !bytes.Contains(f.held[max(0, f.looked-len(crlf)+1):], crlf) {
			if f.looked = len(f.held); f.looked > f.limit {
				return nil, false, sip.ErrMessageTooLarge
			}
			return nil, false, nil
		}
	}
	_, _ = f.parser.Write(f.held) // it takes everything
	f.held = f.held[:0]
	msg, _, err = f.parser.ParseNext()
	if errors.Is(err, io.ErrUnexpectedEOF) {
		f.inBody = true
		return nil, false, nil
	}
	f.inBody, f.looked = false, 0
	if err != nil {
		return msg, false, err
	}
	f.held = append(f.held, f.parser.Buffer().Bytes()...)
	f.parser.Buffer().Reset()
	return msg, f.trim(), nil
}
