package directory_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/id"
)

// waitsForTheSite says whether somebody waits for an advisory lock.
const waitsForTheSite = `select exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database()))`

// Who changes the site, a login at a desk say, holds it and then waits for
// records. Whoever waits for the site must hold none, or one of them fails.
func TestARecordIsNotHeldWhileTheSiteIsWaitedFor(t *testing.T) {
	for noun, c := range map[string]struct{ create, patch string }{
		"agents":    {`{"login": "suzuki", "name": "鈴木"}`, `{"name": "x"}`},
		"groups":    {`{"name": "総合"}`, `{"name": "x"}`},
		"devices":   {`{"name": "desk9", "user": "d9", "password": "a-long-sip-secret"}`, `{"name": "x"}`},
		"statuses":  {`{"name": "研修", "color": "#00ff00"}`, `{"name": "x"}`},
		"transfers": {`{"name": "支社", "number": "0633334444"}`, `{"name": "x"}`},
		"roles":     {`{"name": "リーダー", "permissions": []}`, `{"name": "x"}`},
		"numbers":   {`{"number": "0311112222"}`, `{"name": "x"}`},
		"trunks":    {`{"name": "second", "host": "second.example"}`, `{"name": "x"}`},
		"ivrs":      {`{"name": "menu", "default": {"kind": "hangup", "cause": "busy"}}`, `{"name": "x"}`},
		"rejected":  {`{"number": "0311113333"}`, `{"note": "x"}`},
		"barred":    {`{"number": "0311113333"}`, `{"note": "x"}`},
		"callers":   {`{"number": "0311113333"}`, `{"name": "x"}`},
		"formats":   {`{"name": "売上"}`, `{"name": "x"}`},
		"fields":    {`{"name": "売上"}`, `{"name": "x"}`},
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			d := openPeople(t)
			made := d.make(t, noun, c.create)
			which := made["id"].(string)
			ctx, stop := context.WithTimeout(t.Context(), time.Minute)
			defer stop()
			answer := make(chan int, 1)
			err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
				if _, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(?)", directory.SiteLock); err != nil {
					return err
				}
				go func() { answer <- d.send(t, "boss", "PATCH", noun+"/"+which, c.patch, "If-Match: *").Code }()
				for tick := time.NewTicker(5 * time.Millisecond); ; {
					var waits bool
					if err := d.db.Bun().QueryRowContext(ctx, waitsForTheSite).Scan(&waits); err != nil {
						return err
					}
					if waits {
						tick.Stop()
						break
					}
					<-tick.C
				}
				table := map[string]string{"rejected": "rejected_numbers", "barred": "barred_numbers", "callers": "caller_rules", "fields": "custom_fields"}[noun]
				if table == "" {
					table = noun
				}
				_, err := tx.ExecContext(ctx, "select id from ? where id = ? for update nowait", bun.Ident(table), which)
				return err
			})
			if err != nil {
				t.Errorf("the record is held: %v", err)
			}
			if code := <-answer; code != http.StatusOK {
				t.Errorf("the change: %d", code)
			}
		})
	}
}

// A CSV file gives no rights, passwords or roles that its bearer could not give.
func TestAFilePassesNoRightsOn(t *testing.T) {
	d := openPeople(t)
	role := d.make(t, "roles", `{"name": "人事", "permissions": ["agents.view", "agents.edit", "csv.import", "csv.export", "floor.see"]}`)
	d.change(t, "agents", record{"id": d.agent(t, "sato").ID.String()}, `{"role": "`+role["key"].(string)+`"}`)
	report := want[struct {
		Created, Updated int
		Refused          []struct {
			Row                 int
			Column, Rule, Value string
		}
	}](t, d.ask(t, "sato", "POST", "agents/import", strings.NewReader("login,name,role,password,pin,disabled\n"+
		"boss,Boss,administrator,Passw0rd9,,\n"+ // 2: a password
		"lead,Lead,supervisor,,4321,\n"+ // 3: a PIN
		"lead2,Lead,supervisor,Passw0rd9,,\n"+ // 4: a role that may more
		"sato,Sato,administrator,,,\n"+ // 5: oneself
		"temp,Temp,人事,Passw0rd9,4321,\n"+ // 6: taken
		"boss,Boss,administrator,,,true\n"), "Content-Type: text/csv"), http.StatusOK)
	if report.Created != 1 || report.Updated != 0 || len(report.Refused) != 5 {
		t.Errorf("%+v", report)
	}
	for _, r := range report.Refused {
		if strings.Contains(r.Value, "Passw0rd9") || strings.Contains(r.Value, "4321") {
			t.Errorf("row %d tells a secret: %+v", r.Row, r)
		}
	}
	if _, _, err := d.doors.Login(t.Context(), "boss", "Passw0rd1", access.Console, access.Origin{}); err != nil {
		t.Errorf("the administrator's password: %v", err)
	}
	if _, _, err := d.doors.Login(t.Context(), "temp", "Passw0rd9", access.Console, access.Origin{}); err != nil {
		t.Errorf("who was brought in: %v", err)
	}
	if err := d.doors.CheckPIN(t.Context(), d.agent(t, "temp").ID, id.Device{}, "4321"); err != nil && keyOf(err) == access.PINWrong {
		t.Errorf("the PIN brought in: %v", err)
	}
	for _, body := range []string{`"set": {"role": "administrator"}`, `"set": {"password": "Passw0rd9"}`} {
		d.send(t, "sato", "POST", "agents/bulk", `{"ids": ["`+d.agent(t, "sato").ID.String()+`", "`+d.agent(t, "temp").ID.String()+`"], "action": "update", `+body+`}`)
	}
	if a := d.agent(t, "sato"); string(a.Role) != role["key"] {
		t.Errorf("made itself %s", a.Role)
	}
	var told int
	if err := d.db.Bun().QueryRowContext(t.Context(), `select (select count(*) from record_changes r where r::text like '%Passw0rd9%' or r.fields::text like '%"4321"%')
		+ (select count(*) from audit a where a::text like '%Passw0rd9%')`).Scan(&told); err != nil || told != 0 {
		t.Errorf("%d rows of the history or the audit hold a secret, %v", told, err)
	}
}

// A file that is only tried changes nothing of who is logged in.
func TestAFileThatIsTriedEndsNoSession(t *testing.T) {
	d := openPeople(t)
	file := "login,name,password\nsato,Sato,Passw0rd9\n"
	for _, dry := range []bool{true, false} {
		report := want[struct{ Updated int }](t, d.ask(t, "boss", "POST", fmt.Sprintf("agents/import?dryRun=%v", dry), strings.NewReader(file), "Content-Type: text/csv"), http.StatusOK)
		if report.Updated != 1 {
			t.Errorf("%+v", report)
		}
		if code := d.ask(t, "sato", "GET", "me/profile", nil).Code; (code == http.StatusOK) != dry {
			t.Errorf("only tried: %v, then the agent is answered %d", dry, code)
		}
	}
}

// Who sets phones up does not get one from which calls are listened to.
func TestAPhoneGivesNoRights(t *testing.T) {
	d := openPeople(t)
	lead := d.agent(t, "lead").ID.String()
	phone := d.make(t, "devices", `{"name": "desk9", "user": "d9", "password": "a-long-sip-secret", "agent": "`+lead+`"}`)
	mine := d.make(t, "devices", `{"name": "desk10", "user": "d10", "password": "a-long-sip-secret"}`)
	role := d.make(t, "roles", `{"name": "機器", "permissions": ["devices.view", "devices.edit", "csv.import"]}`)
	d.change(t, "agents", record{"id": d.agent(t, "sato").ID.String()}, `{"role": "`+role["key"].(string)+`"}`)
	d.refuses(t, "sato", "POST", "devices", `{"name": "desk11", "user": "d11", "password": "a-long-sip-secret", "agent": "`+lead+`"}`, "403 beyond_rights")
	d.refuses(t, "sato", "PATCH", "devices/"+mine["id"].(string), `{"agent": "`+lead+`"}`, "403 beyond_rights")
	d.refuses(t, "sato", "PATCH", "devices/"+phone["id"].(string), `{"password": "another-sip-secret"}`, "403 beyond_rights")
	d.refuses(t, "sato", "POST", "devices/"+phone["id"].(string)+"/reset-password", "", "403 beyond_rights")
	w := d.ask(t, "sato", "POST", "devices/import", strings.NewReader("name,agent\ndesk10,lead\n"), "Content-Type: text/csv")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "beyond_rights") {
		t.Errorf("by a file: %d %s", w.Code, w.Body)
	}
	for _, body := range []string{`{"name": "desk12"}`, `{"mac": "80:5E:C0:12:34:56"}`} {
		want[any](t, d.send(t, "sato", "PATCH", "devices/"+phone["id"].(string), body, "If-Match: *"), http.StatusOK)
	}
	want[any](t, d.send(t, "sato", "PATCH", "devices/"+mine["id"].(string), `{"agent": "`+d.agent(t, "sato").ID.String()+`", "password": "another-sip-secret"}`, "If-Match: *"), http.StatusOK)
	want[any](t, d.send(t, "sato", "POST", "devices/"+mine["id"].(string)+"/reset-password", ""), http.StatusOK)
}
