package voice

// Processor works on what the microphone heard before it is sent: echo, noise,
// level. It is called by one goroutine, with Frame samples of each.
type Processor interface {
	// ProcessCapture changes frame in place. farEnd is what was played last
	// when the frame was captured; how much later the microphone hears it is
	// for the processor to find out.
	ProcessCapture(frame, farEnd []int16)
}

// Plain leaves the microphone as it is: right for headsets. There is no echo
// cancellation for loudspeakers yet; it is a Processor when it comes.
type Plain struct{}

// ProcessCapture does nothing.
func (Plain) ProcessCapture([]int16, []int16) {}
