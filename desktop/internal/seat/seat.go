package seat

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/live"
)

// The seat's patience.
const (
	endedStays   = 4 * time.Second        // an ended call with its reason
	overWithin   = time.Minute            // the phone's last word on a call that we have hung up
	holdWithin   = 3 * time.Second        // the phone's word on a hold
	postWithin   = 15 * time.Second       // the server's answer to a command
	handedWithin = 15 * time.Second       // a call's end after it was handed on
	leaveWithin  = 2 * time.Second        // hanging up and unregistering
	nameWithin   = 200 * time.Millisecond // the server's word on who calls, before a notification
	lostAfter    = 20 * time.Second       // the phone's word on a call that the server tells of no more
	lostRings    = 8 * time.Second        // the same while it rings: nobody is there to be answered
	troubleFor   = 15 * time.Second       // a failed action at its call
)

// maxLines bounds the calls of one seat that have not ended.
const maxLines = 8

// Seat is the brain. It belongs to one owner: its methods are not called at
// the same time. Make it with New.
type Seat struct {
	now time.Time
	out []Effect

	is    State   // all but Rev and Calls; its slices and pointers are replaced, never written to
	view  State   // what State gives
	lines []*line // in the order they came

	ready    bool   // Loaded has come: what is saved may be written
	saved    Loaded // what Save said last
	own      own
	account  live.Softphone
	registed live.Softphone // the account that the phone was given last
	media    Media          // and the way
	tidy     []Line         // missed calls whose notifications may still be seen
	noPhone  *Trouble       // why there is no account, or the one there was is no more
	renewed  time.Time      // when the account was asked for anew by itself
	mine     []live.MyCall
	names    map[string]Person // colleagues by extension
	agents   map[string]Person // and by id
	standing live.AgentRow     // how the agent stands at the server
	statuses []live.StatusRow  // of the site

	timers map[string]uint64
	gens   uint64
	dials  uint64
	posts  map[uint64]post
	postNo uint64
	notes  uint64
	after  *waiting
	ring   RingHow
	shown  *Show
	health string
	leave  leaving
	// What becomes of the phone when the agent logs in elsewhere too:
	// live.PersonalSettings.SecondLogin.
	secondLogin string
	unread      int // chat messages, for the tray
}

// own is what belongs to one agent and is remembered on this computer.
type own struct{ agent, callerID, lastDialed string }

// New makes a seat that knows nothing: Loaded and Linked tell it where it is.
func New() *Seat {
	s := &Seat{timers: map[string]uint64{}, posts: map[uint64]post{}}
	d := defaults()
	s.is = State{
		Language: d.Language, Settings: d.Settings, Calls: []Call{}, Numbers: []Number{}, Hotkeys: []Trouble{}, Notices: []Notice{},
		Server: Server{Phase: Unset},
		Phone:  Phone{On: d.PhoneOn, State: PhoneOff},
		Sound:  Sound{Microphones: []SoundDevice{}, Speakers: []SoundDevice{}},
	}
	s.view = s.is
	return s
}

// State is what the screen shows. It is a value of its own: what it holds is
// never written to again. Rev is the same as long as nothing has changed.
func (s *Seat) State(time.Time) State { return s.view }

// Step takes what has happened and gives what is to be done, in order.
func (s *Seat) Step(now time.Time, in Input) []Effect {
	s.now, s.out = now, nil
	switch in := in.(type) {
	case Commanded:
		s.commanded(in)
	case Fired:
		s.fired(in)
	case Registration, LineOffered, LineProgress, LineUp, LineHeld, LineFarHeld, LineMedia, LineQuality, LineSilent, LineEnded, NetworkChanged:
		s.phoneSays(in)
	case SoundDevices, SoundTrouble:
		s.soundSays(in)
	case Linked, SignedIn, SignedOut, Mine, Own, Statuses, Warned, Directory, Posted, Updates:
		s.linkSays(in)
	case Loaded, Opened, HotkeyPressed, HotkeyTroubles:
		s.shellSays(in)
	case Save: // is an effect; it only looks like an input, as it holds one
	}
	s.settle()
	out := s.out
	s.out = nil
	return out
}

func (s *Seat) phoneSays(in Input) {
	switch in := in.(type) {
	case Registration:
		s.registration(in)
	case LineOffered:
		s.offered(in)
	case LineProgress:
		s.progress(in)
	case LineUp:
		s.up(in)
	case LineHeld:
		s.held(in)
	case LineFarHeld:
		s.with(in.Line, func(l *line) { l.FarHeld = in.Held })
	case LineMedia:
		s.with(in.Line, func(l *line) { s.travels(l, in.Media, in.Codec) })
	case LineQuality:
		q := in.Quality.toSee()
		s.with(in.Line, func(l *line) { l.Quality = &q })
	case LineSilent:
		s.with(in.Line, func(l *line) { l.silent = in.Silent })
	case LineEnded:
		s.lineEnded(in)
	case NetworkChanged:
		s.emit(Recheck{})
	default:
	}
}

func (s *Seat) linkSays(in Input) {
	switch in := in.(type) {
	case Linked:
		s.linked(in)
	case SignedIn:
		s.signedIn(in)
	case SignedOut:
		s.signedOut(in.Trouble)
	case Mine:
		s.tellMine(in.Calls)
	case Own:
		s.standing = in.Row
	case Statuses:
		s.statuses = slices.Clone(in.All)
	case Warned:
		s.warned(in.Trouble)
	case Directory:
		s.directory(in.Names)
	case Posted:
		s.posted(in.Ref, in.Trouble)
	case Updates:
		s.is.Update = in.Update
	default:
	}
}

func (s *Seat) shellSays(in Input) {
	switch in := in.(type) {
	case Loaded:
		s.load(in)
	case Opened:
		s.opened(in.Target)
	case HotkeyPressed:
		s.hotkey(in.Name)
	case HotkeyTroubles:
		s.is.Hotkeys = append([]Trouble{}, in.Troubles...)
	default:
	}
}

// settle draws the conclusions of a step: what follows from how things stand,
// whatever has led there.
func (s *Seat) settle() {
	s.release()
	s.reconcile()
	s.asked()
	s.maybeLeft()
	s.rings()
	s.shows()
	s.pages()
	s.reports()
	s.keeps()
	v := s.is
	v.Calls = []Call{}
	for _, l := range s.lines {
		if !l.gone {
			v.Calls = append(v.Calls, s.show(l))
		}
	}
	v.Rev = s.view.Rev
	if !reflect.DeepEqual(v, s.view) {
		v.Rev++
		s.view = v
	}
}

func (s *Seat) emit(e Effect) { s.out = append(s.out, e) }

func (s *Seat) ms() int64 { return s.now.UnixMilli() }

// reply answers a command; one that wants no answer gets none.
func (s *Seat) reply(ref uint64, t *Trouble) {
	if ref != 0 {
		s.emit(Reply{ref, t})
	}
}

func (s *Seat) arm(timer string, after time.Duration) {
	s.gens++
	s.timers[timer] = s.gens
	s.emit(Arm{timer, s.gens, after})
}

func (s *Seat) disarm(timer string) {
	if _, armed := s.timers[timer]; armed {
		delete(s.timers, timer)
		s.emit(Disarm{timer})
	}
}

// The timers' names; what they are for follows a colon.
const (
	timerEnded   = "ended:"
	timerHold    = "hold:"
	timerTrouble = "trouble:"
	timerName    = "name:"
	timerLost    = "lost:"
	timerPost    = "post:"
	timerLeave   = "leave"
	timerForget  = "forget"
)

func (s *Seat) fired(in Fired) {
	if gen, armed := s.timers[in.Timer]; !armed || gen != in.Gen {
		return
	}
	delete(s.timers, in.Timer)
	kind, of := in.Timer, ""
	if i := strings.IndexByte(in.Timer, ':'); i >= 0 {
		kind, of = in.Timer[:i+1], in.Timer[i+1:]
	}
	switch kind {
	case timerEnded:
		s.leavesScreen(Line(of))
	case timerHold:
		s.holdLate(Line(of))
	case timerTrouble:
		s.with(Line(of), func(l *line) { l.trouble = nil })
	case timerName:
		s.with(Line(of), func(l *line) { l.named = true })
	case timerLost:
		s.with(Line(of), s.lost)
	case timerPost:
		if ref, err := strconv.ParseUint(of, 10, 64); err == nil {
			s.posted(ref, &Trouble{Code: "server_no_answer"})
		}
	case timerLeave:
		s.left()
	case timerRenew:
		s.renew()
	case timerForget:
		s.signedOut(nil)
	}
}

// line gives the line of a name, nil when there is none.
func (s *Seat) line(name Line) *line {
	for _, l := range s.lines {
		if l.Line == name {
			return l
		}
	}
	return nil
}

// with does something with a line that has not ended.
func (s *Seat) with(name Line, do func(*line)) {
	if l := s.line(name); l != nil && l.live() {
		do(l)
	}
}

// liveLines counts the calls that have not ended.
func (s *Seat) liveLines() int {
	n := 0
	for _, l := range s.lines {
		if l.live() {
			n++
		}
	}
	return n
}

// first gives the oldest line of which something is true.
func (s *Seat) first(is func(*line) bool) *line {
	if i := slices.IndexFunc(s.lines, is); i >= 0 {
		return s.lines[i]
	}
	return nil
}
