package link

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

func TestLiveRowsReachThePage(t *testing.T) {
	y, a := loggedIn(t)
	a.LiveOpen() // before there is anything: it waits
	c := y.socket()
	say(t, c, snapshot)
	if got := a.fromPage(); got != snapshot {
		t.Fatalf("page got %s", got)
	}
	say(t, c, `{"type":"delta","seq":8,"set":{"agents":{"agt_2":{"id":"agt_2","name":"鈴木","extension":"2002","state":"talking"}}}}`)
	a.fromPage()
	say(t, c, `{"type":"mine","calls":[{"id":"c1","parties":[]}]}`)
	if mine := expect[seat.Mine](a); len(mine.Calls) != 1 || mine.Calls[0].ID != "c1" {
		t.Fatalf("mine %+v", mine)
	}
	if got := a.fromPage(); !strings.Contains(got, `"mine"`) {
		t.Fatalf("page got %s", got)
	}
	a.LiveOpen() // the page was loaded anew
	if got := a.fromPage(); !strings.Contains(got, `"seq":8`) || !strings.Contains(got, `"talking"`) || !strings.Contains(got, `"snapshot"`) {
		t.Fatalf("page got %s", got)
	}
	if got := a.fromPage(); !strings.Contains(got, `"mine"`) || !strings.Contains(got, `"c1"`) {
		t.Fatalf("page got %s", got)
	}
	a.LiveSend(`{"type":"resync"}`)
	if got := a.fromPage(); !strings.Contains(got, `"seq":8`) {
		t.Fatalf("page got %s", got)
	}
	a.fromPage()                                                      // its own calls again
	say(t, c, `{"type":"delta","seq":10,"del":{"agents":["agt_2"]}}`) // 9 is missing
	if _, text, err := c.Read(t.Context()); err != nil || string(text) != `{"type":"resync"}` {
		t.Fatalf("the server heard %s, %v", text, err)
	}
	say(t, c, strings.Replace(snapshot, `"seq":7`, `"seq":11`, 1))
	if got := a.fromPage(); !strings.Contains(got, `"seq":11`) {
		t.Fatalf("page got %s", got)
	}
	a.fromPage()
	a.LiveSend(`{"type":"chat.typing"}`)
	if _, text, err := c.Read(t.Context()); err != nil || string(text) != `{"type":"chat.typing"}` {
		t.Fatalf("the server heard %s, %v", text, err)
	}
}

func TestALostSocketIsMadeAgain(t *testing.T) {
	y, a := loggedIn(t)
	c := y.socket()
	say(t, c, snapshot)
	a.phase(seat.Online)
	a.LiveOpen()
	a.fromPage()
	a.Do(seat.ReportHealth{Cause: "no_microphone"})
	if err := c.CloseNow(); err != nil {
		t.Fatal(err)
	}
	if got := a.phase(seat.Offline); got.Trouble == nil {
		t.Fatal("nobody says why")
	}
	if got := a.fromPage(); got != "closed 1006" {
		t.Fatalf("page got %s", got)
	}
	c = y.socket()
	a.LiveOpen()
	say(t, c, snapshot)
	if got := a.fromPage(); got != snapshot {
		t.Fatalf("page got %s", got)
	}
	a.phase(seat.Online)
	// A server that was started anew has not kept how the phone is.
	y.await("PUT /api/v1/me/health", 2)
	if asked := y.last("/api/v1/me/health"); asked.body != `{"cause":"no_microphone"}` {
		t.Fatalf("told %+v", asked)
	}
}

// From another network than before the socket may lead nowhere: a server that
// gives no sign of life is looked for anew, long before its silence would tell.
func TestASocketIsCheckedWhenTheNetworkChanges(t *testing.T) {
	y, a := loggedIn(t)
	c := y.socket()
	say(t, c, snapshot)
	a.phase(seat.Online)
	a.Do(seat.Recheck{}) // nobody reads at the other end: nothing is answered
	a.phase(seat.Offline)
	c = y.socket()
	say(t, c, snapshot)
	a.phase(seat.Online)
	go func() { _, _, _ = c.Read(t.Context()) }() // this one answers
	a.Do(seat.Recheck{})
	a.LiveOpen()
	a.fromPage()
	say(t, c, `{"type":"delta","seq":8,"del":{"agents":["agt_2"]}}`)
	if got := a.fromPage(); !strings.Contains(got, `"seq":8`) {
		t.Fatalf("page got %s", got)
	}
}
