//go:build cgo

package sound

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"github.com/gen2brain/malgo"
)

const (
	// backendNull is miniaudio's null device; malgo's own constant is one short
	// of it, as it knows nothing of the custom backend before.
	backendNull = malgo.Backend(malgo.BackendNull + 1)
	// monitorSuffix ends PulseAudio's names of what is played by a speaker. As a
	// microphone it would give callers their own voice.
	monitorSuffix = ".monitor"
)

// miniaudio is the system's sound by way of malgo.
type miniaudio struct {
	context *malgo.AllocatedContext
	backend malgo.Backend
	ids     map[string]*malgo.DeviceID // by the ids that list gave; the worker's

	mu      sync.Mutex
	streams int
	closing bool
}

// openSystem opens the first of the computer's sound systems that works. The
// null one, which miniaudio would take at last, is only for tests: a phone
// that silently plays into nothing is worse than one that says so.
func openSystem(null bool) (driver, error) {
	backends := systems()
	if null {
		backends = []malgo.Backend{backendNull}
	}
	err := errors.New("this system's sound is not known")
	for _, b := range backends {
		context, e := malgo.InitContext([]malgo.Backend{b}, malgo.ContextConfig{}, nil)
		if e == nil {
			return &miniaudio{context: context, backend: b, ids: map[string]*malgo.DeviceID{}}, nil
		}
		err = e
	}
	return nil, fmt.Errorf("no sound system works: %w", err)
}

func systems() []malgo.Backend {
	switch runtime.GOOS {
	case "windows":
		return []malgo.Backend{malgo.BackendWasapi, malgo.BackendDsound, malgo.BackendWinmm}
	case "darwin":
		return []malgo.Backend{malgo.BackendCoreaudio}
	default:
		return []malgo.Backend{malgo.BackendPulseaudio, malgo.BackendAlsa}
	}
}

func (m *miniaudio) list() (devices, error) {
	mics, err := m.listKind(malgo.Capture)
	if err != nil {
		return devices{}, err
	}
	speakers, err := m.listKind(malgo.Playback)
	return devices{mics: mics, speakers: speakers}, err
}

func (m *miniaudio) listKind(kind malgo.DeviceType) ([]device, error) {
	infos, err := m.context.Devices(kind)
	if err != nil {
		return nil, fmt.Errorf("list sound devices: %w", err)
	}
	var out []device
	for _, info := range infos {
		raw := strings.TrimRight(string(info.ID[:]), "\x00")
		if kind == malgo.Capture && strings.HasSuffix(raw, monitorSuffix) {
			continue
		}
		id := nameID(raw)
		if _, known := m.ids[id]; !known {
			copied := info.ID
			m.ids[id] = &copied
		}
		out = append(out, device{id: id, name: info.Name(), isDefault: info.IsDefault != 0})
	}
	return out, nil
}

// nameID makes an id of what the system calls a device: the same for the same
// device, and of a length that does not grow with paths of USB ports.
func nameID(raw string) string {
	sum := sha256.Sum256([]byte(raw))
	return hex.EncodeToString(sum[:12])
}

func (m *miniaudio) open(s spec) (stream, error) {
	config := malgo.DefaultDeviceConfig(malgo.Playback)
	side := &config.Playback
	if s.kind == capture {
		config = malgo.DefaultDeviceConfig(malgo.Capture)
		side = &config.Capture
	}
	config.SampleRate = Rate
	config.PeriodSizeInMilliseconds = 10
	if m.backend == malgo.BackendPulseaudio {
		// Playback: with less a busy computer crackles, and PipeWire always.
		// Capture: a packet takes 20 ms anyway, and this is half the work.
		config.PeriodSizeInMilliseconds = 20
		config.Periods = 2 // of the three that are usual, one is delay only
	}
	config.PerformanceProfile = malgo.LowLatency
	config.NoFixedSizedCallback = 1 // frames are cut here, so that they do not wait twice
	config.NoClip = 1               // of use for floating point only
	config.Wasapi.NoAutoStreamRouting = 1
	config.Pulse.StreamNamePlayback, config.Pulse.StreamNameCapture = "Yobirin", "Yobirin"
	side.Format, side.Channels = malgo.FormatS16, 1
	var pin runtime.Pinner
	defer pin.Unpin()
	if s.id != "" {
		id, known := m.ids[s.id]
		if !known {
			return nil, errGone
		}
		pin.Pin(id)
		side.DeviceID = unsafe.Pointer(id)
	}
	d, err := malgo.InitDevice(m.context.Context, config, malgo.DeviceCallbacks{Data: dataOf(s), Stop: s.stopped})
	if err != nil && m.backend == malgo.BackendPulseaudio {
		// miniaudio 0.11.25 keeps the connection, and the server takes 64.
		return nil, fmt.Errorf("%w: %w", errCostly, explain(err))
	}
	if err != nil {
		return nil, explain(err)
	}
	m.mu.Lock()
	m.streams++
	m.mu.Unlock()
	out := &malgoStream{of: m, device: d}
	if err := d.Start(); err != nil {
		go out.close() // may hang as that of a running one
		return nil, explain(err)
	}
	return out, nil
}

func dataOf(s spec) malgo.DataProc {
	if s.kind == capture {
		return func(_, in []byte, _ uint32) { s.data(samples(in)) }
	}
	return func(out, _ []byte, _ uint32) { s.data(samples(out)) }
}

// samples looks at a device's bytes as what they are.
func samples(b []byte) []int16 {
	if len(b) < 2 {
		return nil
	}
	return unsafe.Slice((*int16)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/2)
}

// explain says what an error means for us.
func explain(err error) error {
	switch {
	case errors.Is(err, malgo.ErrAccessDenied):
		return fmt.Errorf("%w: %w", errRefused, err)
	case errors.Is(err, malgo.ErrBusy), errors.Is(err, malgo.ErrAlreadyInUse):
		return fmt.Errorf("%w: %w", errBusy, err)
	case errors.Is(err, malgo.ErrNoDevice), errors.Is(err, malgo.ErrDoesNotExist), errors.Is(err, malgo.ErrUnavailable):
		return fmt.Errorf("%w: %w", errGone, err)
	}
	return err
}

// close ends the system's sound as soon as no stream is left; with one that
// hangs it stays, because what it holds is still in use.
func (m *miniaudio) close() {
	m.mu.Lock()
	m.closing = true
	free := m.streams == 0
	m.mu.Unlock()
	if free {
		m.free()
	}
}

func (m *miniaudio) free() {
	_ = m.context.Uninit()
	m.context.Free()
}

// malgoStream is a device that runs.
type malgoStream struct {
	of     *miniaudio
	device *malgo.Device
}

func (s *malgoStream) close() {
	s.device.Uninit()
	s.of.mu.Lock()
	s.of.streams--
	free := s.of.closing && s.of.streams == 0
	s.of.mu.Unlock()
	if free {
		s.of.free()
	}
}
