package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/pcm"
)

// TestOpusBetweenSoftphones: two softphones whose Opus is another library's talk
// in it through the server, are recorded, and one goes on with a desk phone.
// What the first hears of that is not in its own file, which is of one codec.
func TestOpusBetweenSoftphones(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil).agent(2, nil).agent(3, nil)
	c.site.Devices = c.site.Devices[2:] // the first two have no phone but the app
	c.apply()
	one, me := c.softphone(1, voiceA, false)
	two, other := c.softphone(2, voiceB, true)
	desk := c.phone(3, voiceC, true)

	one.dial(c.uri(c.extension(2)))
	two.await("CALL_ESTABLISHED")
	one.hears(fmt.Sprint(voiceB), 5, voices()...)
	two.hears(fmt.Sprint(voiceA), 5, voices()...)
	id := c.callOf(c.extension(1))
	me.must(t, id, "record", nil)
	pass(5 * time.Second)
	other.must(t, id, "transfer", object{"to": c.extension(3)})
	desk.await("CALL_ESTABLISHED")
	desk.hears(fmt.Sprint(voiceA), 5, voices()...)
	pass(5 * time.Second) // for the recording, which has the third voice from here on
	one.never("CALL_CLOSED")
	one.hangUp()

	l := c.history(c.extension(2))
	var codecs []string
	for _, e := range l.Events {
		if e.Kind == "answered" {
			var body struct{ Codec string }
			if err := json.Unmarshal(e.Data, &body); err != nil {
				t.Fatal(err)
			}
			codecs = append(codecs, body.Codec)
		}
	}
	if !slices.Equal(codecs, []string{"opus", "opus", "PCMU"}) {
		t.Errorf("the legs were answered with %v", codecs)
	}
	w, err := pcm.ParseWAV(c.server.recording(t, id))
	if err != nil {
		t.Fatal(err)
	}
	var lanes [2]int
	for i, tone := range []int{voiceA, voiceB, voiceC} {
		for lane := range lanes {
			if run(heard(w.Lane(lane), w.Rate, voices()...), fmt.Sprint(tone)) >= 3 {
				lanes[lane] |= 1 << i
			}
		}
	}
	if lanes != [2]int{1, 6} && lanes != [2]int{6, 1} {
		t.Errorf("the recording's lanes hold the voices %b, want the first alone and the two others", lanes)
	}
}

// softphone starts a phone with the account that the i-th agent's app gets.
func (c *scene) softphone(i, tone int, auto bool) (*phone, *client) {
	c.t.Helper()
	me := c.logIn(i)
	var soft live.Softphone
	body := object{"installation": fmt.Sprintf("installation-%04d%04d", c.n, i), "name": "PC"}
	if err := me.call("POST", "/api/v1/me/softphone", body, &soft); err != nil {
		c.t.Fatal(err)
	}
	if !soft.Opus {
		c.t.Errorf("the account is without Opus: %+v", soft)
	}
	account := fmt.Sprintf("<sip:%[1]s@%[2]s;transport=udp>;auth_user=%[1]s;auth_pass=%[3]s;regint=60", soft.User, c.server.sipAddr(), soft.Password)
	p := startPhone(c.t, phoneSpec{Name: soft.User, Tone: tone, AutoAnswer: auto, Account: account, Opus: true})
	c.server.agentState(c.t, c.extension(i), "available")
	return p, me
}
