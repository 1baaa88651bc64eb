package phone

import (
	"errors"
	"net/netip"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
)

// gone is the audio of a line that has ended. SIP keeps a call's dialog, and
// with it the line, for half a minute after the call, for what may still come
// of it (RFC 6026 section 7.1, RFC 3261 section 17.2.2); the audio, which is
// large, is not to be kept as long.
type gone struct{}

var errGone = errors.New("the call has ended")

func (gone) Offer(voice.Direction) ([]byte, error)          { return nil, errGone }
func (gone) Accept([]byte) error                            { return errGone }
func (gone) Answer([]byte, voice.Direction) ([]byte, error) { return nil, errGone }
func (gone) Early(bool)                                     {}
func (gone) Ringback(bool)                                  {}
func (gone) Mute(bool)                                      {}
func (gone) Hold(bool)                                      {}
func (gone) Press(string)                                   {}
func (gone) Move(netip.Addr) error                          { return errGone }
func (gone) UseICE() error                                  { return errGone }
func (gone) Quality() seat.Quality                          { return seat.Quality{} }
func (gone) Media() (seat.Media, string)                    { return "", "" }
func (gone) Close()                                         {}

var _ voice.Audio = gone{}
