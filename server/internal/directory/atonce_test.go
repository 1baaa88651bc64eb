package directory_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// Whatever is changed at once, all of it is done: nobody is told to come back,
// nothing fails, and no change is lost.
func TestChangesAtOnce(t *testing.T) {
	d := openPeople(t)
	const rounds = 8
	desk := d.make(t, "devices", `{"name": "desk9", "user": "d9", "password": "a-long-sip-secret"}`)
	hot, err := id.Parse[id.Device](desk["id"].(string))
	if err != nil {
		t.Fatal(err)
	}
	sato, group := d.agent(t, "sato").ID, load(t, d.room).Groups[0]
	number := load(t, d.room).Numbers[0].ID.String()
	d.change(t, "groups", record{"id": group.ID.String()}, `{"ringTime": 20, "members": [{"agent": "`+sato.String()+`", "level": 1}]}`)
	boss := access.Session{Agent: access.Agent{ID: d.agent(t, "boss").ID}}
	asked := func(status int, method, path, body string) error {
		if w := d.send(t, "boss", method, path, body, "If-Match: *"); w.Code != status {
			return fmt.Errorf("%s %s: %d %.300s", method, path, w.Code, w.Body)
		}
		return nil
	}
	raise := func(int) error { return d.raise(t, group.ID) }
	var wg sync.WaitGroup
	for name, do := range map[string]func(round int) error{
		"raise":      raise,
		"raise, too": raise,
		"a phone": func(n int) error {
			return asked(http.StatusOK, "PATCH", "devices/"+hot.String(), fmt.Sprintf(`{"maxContacts": %d}`, n+1))
		},
		"an agent": func(n int) error {
			return asked(http.StatusOK, "PATCH", "agents/"+sato.String(), fmt.Sprintf(`{"nickname": "s%d"}`, n))
		},
		"a number": func(n int) error {
			return asked(http.StatusOK, "PATCH", "numbers/"+number, fmt.Sprintf(`{"name": "n%d", "mayPresent": ["%s"]}`, n, sato))
		},
		"a level":       func(n int) error { return d.SetLevel(t.Context(), boss, access.Origin{}, group.ID, sato, n+2) },
		"at a desk":     func(int) error { return d.Seat(t.Context(), hot, sato) },
		"from the desk": func(int) error { _, err := d.Unseat(t.Context(), hot); return err },
		"many": func(n int) error {
			return asked(http.StatusOK, "POST", "agents/bulk", fmt.Sprintf(`{"ids": [%q, %q], "action": "update", "set": {"callWaiting": %v}}`, sato, boss.Agent.ID, n%2 == 0))
		},
		"a file": func(n int) error {
			w := d.ask(t, "boss", "POST", "agents/import", strings.NewReader(fmt.Sprintf("login,name\nsato,Sato %d\nnew%d,New\n", n, n)), "Content-Type: text/csv")
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"refused":[]`) {
				return fmt.Errorf("import: %d %.300s", w.Code, w.Body)
			}
			return nil
		},
		"come and go": func(n int) error {
			w := d.send(t, "boss", "POST", "agents", fmt.Sprintf(`{"login": "temp%d", "name": "Temp", "password": "Passw0rd1"}`, n))
			var made struct{ ID string }
			if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != http.StatusCreated {
				return fmt.Errorf("create: %d %.300s", w.Code, w.Body)
			}
			return asked(http.StatusNoContent, "DELETE", "agents/"+made.ID, "")
		},
	} {
		wg.Go(func() {
			for n := range rounds {
				if err := do(n); err != nil {
					t.Errorf("%s, round %d: %v", name, n, err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := want[record](t, d.ask(t, "boss", "GET", "groups/"+group.ID.String(), nil), http.StatusOK)["ringTime"]; got != 20.0+2*rounds {
		t.Errorf("raised %d times from 20 it is %v", 2*rounds, got)
	}
	var left int
	if err := d.db.Bun().QueryRowContext(t.Context(), "select count(*) from agents where login like 'temp%'").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d who were deleted are still there, %v", left, err)
	}
}

// raise reads how long a group rings, and makes it a second longer than it has
// read, until nobody else was faster.
func (d door) raise(t *testing.T, group id.Group) error {
	for {
		w := d.ask(t, "boss", "GET", "groups/"+group.String(), nil)
		tag := w.Header().Get("ETag")
		var g struct{ RingTime int }
		if err := json.Unmarshal(w.Body.Bytes(), &g); err != nil {
			return err
		}
		w = d.send(t, "boss", "PATCH", "groups/"+group.String(), fmt.Sprintf(`{"ringTime": %d}`, g.RingTime+1), "If-Match: "+tag)
		if w.Code == http.StatusOK {
			return nil
		}
		if w.Code != http.StatusConflict {
			return fmt.Errorf("raise: %d %.300s", w.Code, w.Body)
		}
	}
}
