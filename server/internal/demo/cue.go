package demo

import "sync"

// meeting is a call that a scene waited for, as whoever took it has it.
type meeting struct {
	phone *phone // nil: somebody outside
	talk  *talk
}

// cue is a call that a scene waits for: who takes it leaves it to the scene.
type cue struct {
	deaf bool // rings, and is not answered: somebody else shall take it
	met  func(meeting)
}

// cues are the calls that scenes wait for, by the caller's number, or by the
// number of somebody outside who is called (outside).
type cues struct {
	mu   sync.Mutex
	list map[string]*cue
}

// outside names a call to somebody outside.
func outside(number string) string { return "to " + number }

func (c *cues) of(name string) *cue {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.list[name]
}

func (c *cues) put(name string, v *cue) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.list == nil {
		c.list = map[string]*cue{}
	}
	c.list[name] = v
}

func (c *cues) drop(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.list, name)
}
