package sound

import "github.com/yobirin/yobirin/desktop/internal/seat"

// List looks once at what microphones and loudspeakers this computer has,
// without using them. It may hang where a driver does.
func List() (microphones, speakers []seat.SoundDevice, err error) {
	system, err := openSystem(false)
	if err != nil {
		return nil, nil, err
	}
	defer system.close()
	have, err := system.list()
	if err != nil {
		return nil, nil, err
	}
	return show(inOrder(have.mics)), show(inOrder(have.speakers)), nil
}
