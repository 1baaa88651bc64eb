package sipedge

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// A trunk that is asked tells of each address what it answered, and of a
// silent one that it did not.
func TestAskTrunk(t *testing.T) {
	plan, adjust, at := several()
	plan.Trunks[0].Register = &Register{User: "acct1", Expires: 10 * time.Minute}
	inBubble(t, plan, adjust, func(t *testing.T, r *rig) {
		lenientOptions(r, t, at[1])
		r.untilTrunk(TrunkRegistered)
		asked, err := r.edge.AskTrunk(t.Context(), plan.Trunks[0].ID)
		if err != nil || len(asked) != len(at) {
			t.Fatalf("asked %+v (%v)", asked, err)
		}
		answered := 0
		for _, a := range asked {
			switch {
			case a.At.String() == at[1]:
				answered++
				if a.Status != 200 {
					t.Errorf("%s answered %d", a.At, a.Status)
				}
			case a.Status != 0:
				t.Errorf("%s is silent, but answered %d", a.At, a.Status)
			}
		}
		if answered != 1 {
			t.Errorf("asked %+v", asked)
		}
		if _, err := r.edge.AskTrunk(t.Context(), id.Trunk{}); err == nil {
			t.Error("an unknown trunk was asked")
		}
	})
}

func lenientOptions(r *rig, t *testing.T, at string) { lenient(r, t, at, make(chan string, 64)) }
