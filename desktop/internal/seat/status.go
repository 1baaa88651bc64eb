package seat

import (
	"slices"
	"strconv"

	"github.com/yobirin/yobirin/shared/live"
)

// choose is ChooseStatus. Its answer is the server's, which also tells by Own
// what has become of it.
func (s *Seat) choose(ref uint64, status string) *Trouble {
	switch {
	case s.is.Session == nil:
		return &Trouble{Code: "not_logged_in"}
	case !slices.ContainsFunc(s.choices(), func(c Choice) bool { return c.ID == status }):
		return &Trouble{Code: "status_unknown", Detail: "expected \"available\" or the id of an agent status", Params: map[string]string{"value": clip(status)}}
	}
	s.postNo++
	s.posts[s.postNo] = post{ref: ref, status: true}
	s.emit(SetStatus{Ref: s.postNo, Status: status})
	s.arm(timerPost+strconv.FormatUint(s.postNo, 10), postWithin)
	return nil
}

// choices are what one may choose: to wait for calls, and the site's statuses.
func (s *Seat) choices() []Choice {
	out := []Choice{{ID: Available}}
	for _, v := range s.statuses {
		if !v.Retired { // it only keeps its name for who is paused by it
			out = append(out, Choice{v.ID, v.Name})
		}
	}
	return out
}

// chosen is what is in force in all groups, or will be when the call is over;
// "" when it is not the same in all, or no status of the site's.
func (s *Seat) chosen() string {
	me := s.standing
	if len(me.Groups) == 0 {
		return chosenOf(live.Membership{Paused: me.State == "paused", StatusID: &me.StatusID})
	}
	one := chosenOf(me.Groups[0])
	for _, g := range me.Groups[1:] {
		if chosenOf(g) != one {
			return ""
		}
	}
	return one
}

func chosenOf(g live.Membership) string {
	switch {
	case g.Next != nil:
		return *g.Next
	case !g.Paused:
		return Available
	case g.StatusID != nil:
		return *g.StatusID
	}
	return ""
}

func (s *Seat) statusName(id string) string {
	for _, v := range s.statuses {
		if v.ID == id {
			return v.Name
		}
	}
	return ""
}
