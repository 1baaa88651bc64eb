package seat

import (
	"slices"

	"github.com/yobirin/yobirin/shared/live"
)

// tellMine is the server's view of this agent's calls. Those of other phones
// of the same agent are none of this seat's.
func (s *Seat) tellMine(calls []live.MyCall) {
	s.mine = slices.Clone(calls)
	s.joinAll()
}

func (s *Seat) joinAll() {
	for _, l := range s.lines {
		s.join(l)
	}
}

// directory are the colleagues by extension.
func (s *Seat) directory(names map[string]Person) {
	s.names, s.agents = map[string]Person{}, map[string]Person{}
	for extension, p := range names {
		p.Number = extension
		s.names[extension] = p
		if p.Agent != "" {
			s.agents[p.Agent] = p
		}
	}
	s.joinAll()
}

// row finds a leg in the server's view: where it is in the conversation, or
// listens. The leg keeps its name whichever call it is in.
func (s *Seat) row(leg string) (row *live.MyCall, mode string) {
	if leg == "" {
		return nil, ""
	}
	for i := range s.mine {
		r := &s.mine[i]
		for _, v := range r.Supervisors {
			if v.Leg == leg {
				row, mode = r, v.Mode
			}
		}
		if w := r.Watching; w != nil && w.Leg == leg && mode == "" {
			row, mode = r, w.Mode
		}
	}
	if mode != "" {
		return row, mode
	}
	for i := range s.mine {
		if slices.ContainsFunc(s.mine[i].Parties, func(p live.CallParty) bool { return p.Leg == leg }) {
			return &s.mine[i], ""
		}
	}
	return nil, ""
}

// join puts what the phone and the server know of a call together. Either may
// be the first to tell.
func (s *Seat) join(l *line) {
	if !l.live() {
		return
	}
	row, mode := s.row(l.Leg)
	if row == nil {
		s.alien(l)
		return
	}
	l.joined, l.named = true, true
	s.disarm(timerLost + string(l.Line))
	l.Call.Call = row.ID
	l.Group, l.GroupName, l.GroupColor = row.Group, row.GroupName, row.GroupColor
	l.Waited, l.Back = row.WaitedSince, s.back(l, row)
	l.Recording, l.Paused, l.demanded = row.Recording, row.Paused, row.Demanded
	l.Listener, l.ListenMode = mode != "", mode
	l.rings, l.talks = row.PopupRing, row.PopupAnswer
	if l.Outbound || l.wasUp && !s.consulted(row) { // how a call rings here the phone was told
		l.Internal = row.Direction == "internal" || mode != ""
	}
	if !l.Outbound {
		l.Called = l.called
		if l.Called.Number == "" {
			l.Called.Number = row.To.Number
		}
		if l.Called.Name == "" {
			l.Called.Name = row.Called
		}
		if l.Called.Name == "" {
			l.Called.Name = row.To.Name
		}
	}
	if l.Listener {
		l.Consult, l.Others = nil, nil
		l.Party = s.listensTo(row, l)
		return
	}
	s.joinParties(l, row)
}

// alien: the server does not tell of the call, or not any more. Who it is with
// stays on the screen; what the server could do with it does not.
func (s *Seat) alien(l *line) {
	l.Call.Call, l.Consult, l.Others = "", nil, nil
	l.Recording, l.Paused, l.demanded, l.Listener, l.ListenMode = false, false, false, false, ""
	l.taken = false
	if l.joined {
		s.mayBeLost(l)
		return
	}
	l.Party, l.Called = s.colleague(l.who), l.called
	if l.Outbound && l.Party.Agent != "" {
		l.Internal = true
	}
}

// mayBeLost: the server has told of the call and does so no more, as one that
// was started anew. When the phone does not hear of its end, nobody ends it.
func (s *Seat) mayBeLost(l *line) {
	if _, armed := s.timers[timerLost+string(l.Line)]; !armed && s.is.Server.Phase == Online {
		after := lostAfter
		if l.asks() {
			after = lostRings
		}
		s.arm(timerLost+string(l.Line), after)
	}
}

// lost ends a call that the server has not known for a while.
func (s *Seat) lost(l *line) {
	if row, _ := s.row(l.Leg); row != nil || s.is.Server.Phase != Online {
		return // told of again, or nobody tells
	}
	if l.Phase == Talking && !l.silent {
		s.arm(timerLost+string(l.Line), lostAfter)
		return // who is heard is there, whatever the server tells
	}
	rang := l.asks()
	s.emit(HangUpLine{l.Line})
	if rang { // whoever called may be called back
		s.end(l, EndedMissed)
		s.missed(l)
		return
	}
	s.end(l, EndedFailed)
	l.trouble = whyFailed(481, "", "")
}

func (s *Seat) listensTo(row *live.MyCall, l *line) Person {
	for _, v := range row.Supervisors {
		if v.Leg == l.Leg {
			return s.agent(v.Of)
		}
	}
	if w := row.Watching; w != nil {
		return s.agent(w.Agent)
	}
	return l.Party
}

func (s *Seat) agent(id string) Person {
	if p, known := s.agents[id]; known {
		return p
	}
	return Person{Agent: id}
}

// colleague gives a party its name when it is one of the extensions.
func (s *Seat) colleague(p Person) Person {
	if q, known := s.names[p.Number]; known && p.Number != "" {
		if p.Name == "" {
			p.Name = q.Name
		}
		p.Agent = q.Agent
	}
	return p
}

// person is a party of a call as it is shown.
func (s *Seat) person(row *live.MyCall, p live.CallParty) Person {
	if p.Agent != "" {
		if q, known := s.agents[p.Agent]; known {
			return q
		}
	}
	if p.Role == "caller" {
		q := Person{Number: row.From.Number, Name: row.From.Name, Withheld: row.From.Withheld, Agent: p.Agent}
		if q.Withheld {
			q.Number = ""
		}
		return q
	}
	q := Person{Number: p.Number, Agent: p.Agent}
	if q.Number == row.To.Number {
		q.Name = row.To.Name
	}
	return s.colleague(q)
}

// joinParties finds who the far side is, who else takes part, and what
// consultation goes on.
func (s *Seat) joinParties(l *line, row *live.MyCall) {
	var me live.CallParty
	var others []live.CallParty
	for _, p := range row.Parties {
		if p.Leg == l.Leg {
			me = p
		} else {
			others = append(others, p)
		}
	}
	target := s.consult(l, row, others)
	if s.consulted(row) {
		l.Others, l.Party = nil, s.agent(row.Transfer.By)
		return
	}
	first := -1
	for i, p := range others {
		if i == target || p.State != "up" && !(me.Role == "caller" && !l.wasUp) {
			continue
		}
		if first < 0 || p.Role == "caller" {
			first = i
		}
	}
	l.Others = nil
	for i, p := range others {
		if i != first && i != target && p.State == "up" {
			l.Others = append(l.Others, s.person(row, p))
		}
	}
	l.Party = s.farSide(l, row, others, first)
}

// farSide is who the person talks to. While it rings here that is what the
// phone was told; from the answer on the server knows better, as a call may
// have been handed on or picked up.
func (s *Seat) farSide(l *line, row *live.MyCall, others []live.CallParty, first int) Person {
	phone := s.colleague(l.who)
	if first < 0 && row.Direction == "outbound" || first < 0 && l.Outbound {
		if phone.Name == "" && phone.Number == row.To.Number {
			phone.Name = row.To.Name
		}
		return phone
	}
	if first < 0 {
		return phone
	}
	told := s.person(row, others[first])
	known := told.Number != "" || told.Name != "" || told.Withheld || told.Agent != ""
	if !known {
		return phone
	}
	if !l.wasUp && (phone.Number != "" || phone.Withheld) {
		if phone.Name == "" && phone.Number == told.Number {
			phone.Name, phone.Agent = told.Name, told.Agent
		}
		return phone
	}
	if told.Name == "" && told.Number == phone.Number {
		told.Name = phone.Name
	}
	if told.Number == "" && !told.Withheld && told.Agent == "" {
		told.Number = phone.Number
	}
	return told
}

func (s *Seat) self() string {
	if s.is.Session == nil {
		return ""
	}
	return s.is.Session.Agent
}

// back says what came back here, as long as it rings: from the answer on it is
// a call like any other.
func (s *Seat) back(l *line, row *live.MyCall) *Back {
	r := row.Returned
	if r == nil || l.Phase != Offered {
		return nil
	}
	b := &Back{How: r.How, Mine: r.By != "" && r.By == s.self(), Cause: r.Cause, Slot: r.Slot}
	if r.By != "" {
		b.By = s.agent(r.By)
	}
	if r.To != "" {
		b.To = s.colleague(Person{Number: r.To})
	}
	return b
}

// consulted says whether a colleague asks us: the first party does not hear us.
func (s *Seat) consulted(row *live.MyCall) bool {
	h := row.Transfer
	return h != nil && h.How != "add" && h.By != "" && h.By != s.self() && s.is.Session != nil && h.To != "" && s.is.Session.Extension == h.To
}

// consult joins what the person has begun beside its conversation, and gives
// which of the others it concerns, -1 for none yet.
func (s *Seat) consult(l *line, row *live.MyCall, others []live.CallParty) (target int) {
	h := row.Transfer
	if h == nil || h.By != s.self() {
		s.consultGone(l, others)
		l.Consult, l.taken = nil, h != nil
		return -1
	}
	l.taken, l.settled = false, l.settled && l.Consult != nil
	target = s.target(h.To, others)
	k := &Consult{How: h.How, Stage: "begun", Party: s.colleague(Person{Number: h.To})}
	if target >= 0 {
		if p := s.person(row, others[target]); p.Number != "" || p.Name != "" || p.Agent != "" {
			k.Party = p
		}
	}
	if h.Stage == "consulting" {
		k.Stage, k.With = "consulting", !h.Swapped
	}
	l.Consult = k
	return target
}

// consultGone says that a consultation, or a party being added, has come to
// nothing without the person's doing: otherwise nobody would know why the
// first party is back.
func (s *Seat) consultGone(l *line, others []live.CallParty) {
	k := l.Consult
	if k == nil || k.How == "blind" || l.settled {
		return
	}
	if i := s.target(k.Party.Number, others); i >= 0 && others[i].State == "up" {
		return // all talk together
	}
	code := "consult_failed"
	if k.Stage == "consulting" {
		code = "consult_left"
	}
	p := map[string]string{"name": k.Party.Name, "number": k.Party.Number}
	s.fail(l, &Trouble{Code: code, Params: p})
}

// target finds the party that digits lead to. The digits may be those of a
// code or of an extension whose agent the directory does not know: then it is
// who came last.
func (s *Seat) target(to string, others []live.CallParty) int {
	agent := s.names[to].Agent
	for i, p := range slices.Backward(others) {
		if p.Role != "caller" && (p.Number == to || agent != "" && p.Agent == agent) {
			return i
		}
	}
	if agent == "" && len(others) > 1 {
		if i := len(others) - 1; others[i].Role != "caller" {
			return i
		}
	}
	return -1
}
