package link

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// The seat knows the site's statuses in their order, and one that is set goes
// to the server for the agent himself, whose refusal comes back.
func TestStatusesAreToldAndSet(t *testing.T) {
	y, a := loggedIn(t)
	c := y.socket()
	say(t, c, strings.Replace(snapshot, `"state":{`, `"state":{"statuses":{"sts_2":{"id":"sts_2","name":"昼休み"},"sts_1":{"id":"sts_1","name":"離席中"}},`, 1))
	ids := func() string {
		var all []string
		for _, s := range expect[seat.Statuses](a).All {
			all = append(all, s.ID+" "+s.Name)
		}
		return strings.Join(all, ", ")
	}
	if got := ids(); got != "sts_1 離席中, sts_2 昼休み" {
		t.Errorf("told %q", got)
	}
	say(t, c, `{"type":"delta","seq":8,"set":{"statuses":{"sts_1":{"id":"sts_1","name":"席を外す"}}}}`)
	if got := ids(); got != "sts_1 席を外す, sts_2 昼休み" {
		t.Errorf("after a change told %q", got)
	}
	say(t, c, `{"type":"delta","seq":9,"del":{"statuses":["sts_2"]}}`)
	if got := ids(); got != "sts_1 席を外す" {
		t.Errorf("after a deletion told %q", got)
	}
	a.Do(seat.SetStatus{Ref: 5, Status: "sts_1"})
	if got := expect[seat.Posted](a); got.Ref != 5 || got.Trouble != nil {
		t.Errorf("the answer was %+v", got)
	}
	y.await("PUT /api/v1/agents/agt_1/status", 1)
	if asked := y.last("/api/v1/agents/agt_1/status"); asked.body != `{"scope":"all","status":"sts_1"}` {
		t.Errorf("the server was asked %+v", asked)
	}
	y.mu.Lock()
	y.refuses = map[string]int{"/api/v1/agents/agt_1/status": 422}
	y.mu.Unlock()
	a.Do(seat.SetStatus{Ref: 6, Status: "sts_2"})
	if got := expect[seat.Posted](a); got.Ref != 6 || got.Trouble == nil {
		t.Errorf("the refusal was %+v", got)
	}
}
