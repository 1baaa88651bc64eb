package shell_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/shelltest"
)

func TestNotifications(t *testing.T) {
	d := shelltest.Start(t)
	service := d.Notifications(t, "actions", "body", "body-markup")
	stage := d.Stage(t, shelltest.Build(t))
	shown := func(n int) shelltest.Notification {
		t.Helper()
		shelltest.Until(t, "a notification", func() bool { return len(service.Shown()) >= n })
		return service.Shown()[n-1]
	}
	c := card("call-1", false)
	c.GroupName = "<b>受注</b> & co"
	stage.Do(t, seat.Notify{Card: c})
	first := shown(1)
	if first.Title != "外線着信  山田商店" || !strings.Contains(first.Body, "03-1234-5678\n&lt;b&gt;受注&lt;/b&gt; &amp; co\n受注センター") {
		t.Errorf("title %q, body %q", first.Title, first.Body)
	}
	if want := []string{"default", "表示", "answer", "応答", "reject", "拒否"}; !slices.Equal(first.Actions, want) {
		t.Errorf("actions %q", first.Actions)
	}
	if first.ExpireTimeout != 0 || first.Hints["urgency"].Value() != byte(2) {
		t.Errorf("a ringing call's notification stays: %d, %v", first.ExpireTimeout, first.Hints)
	}
	service.Act(t, first.ID, "answer")
	stage.Command(t, "Answer", "call-1")
	service.Act(t, first.ID, "reject")
	stage.Command(t, "Reject", "call-1")
	service.Act(t, first.ID, "default")
	stage.Await(t, "the wish to see the window", func(told shelltest.Told) bool { return told.Command == "ShowWindow" })
	stage.Do(t, seat.Withdraw{Line: "call-1"})
	shelltest.Until(t, "the withdrawal", func() bool { return service.Shown()[0].Closed })

	stage.Do(t, seat.Notify{Card: card("call-2", false), Missed: true})
	missed := shown(2)
	if missed.Title != "不在着信  山田商店" || !slices.Equal(missed.Actions, []string{"default", "表示"}) {
		t.Errorf("a missed call: %q, %q", missed.Title, missed.Actions)
	}
	// Nobody else's signals are believed.
	stage.Do(t, seat.Notify{Card: card("call-3", false)})
	third := shown(3)
	if err := d.Connect(t).Emit("/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked", third.ID, "answer"); err != nil {
		t.Fatal(err)
	}
	service.Act(t, third.ID, "reject")
	stage.Command(t, "Reject", "call-3")
	if n := stage.Count(func(told shelltest.Told) bool { return told.Command == "Answer" }); n != 1 {
		t.Errorf("a stranger's signal answered a call: %d answers", n)
	}
	stage.Quit(t)
	shelltest.Until(t, "that nothing is left behind", func() bool { return service.Shown()[2].Closed })
}

func TestNotificationsWithoutButtons(t *testing.T) {
	d := shelltest.Start(t)
	stage := d.Stage(t, shelltest.Build(t))
	stage.Do(t, seat.Notify{Card: card("lost", false)}) // there is no service
	stage.Do(t, seat.Withdraw{Line: "lost"})
	stage.Do(t, seat.Front{})
	service := d.Notifications(t, "body")
	stage.Do(t, seat.Notify{Card: card("call-1", false)})
	shelltest.Until(t, "the notification", func() bool {
		return slices.ContainsFunc(service.Shown(), func(n shelltest.Notification) bool { return len(n.Actions) == 0 && n.Title != "" })
	})
}

func TestTray(t *testing.T) {
	d := shelltest.Start(t)
	stage := d.Stage(t, shelltest.Build(t)) // there is no bar yet
	bar := d.Bar(t)
	shelltest.Until(t, "the icon", func() bool { return bar.Registered() > 0 })
	tray := seat.Tray{Language: "ja", LoggedIn: true, Phone: seat.PhoneRegistered, Status: "available"}
	stage.Do(t, seat.Show{Tray: tray})
	shelltest.Until(t, "the tooltip", func() bool { return bar.Tooltip() == "Yobirin · 待機 · 電話 ON" })
	labels := func() (out []string) {
		for _, e := range bar.Menu() {
			out = append(out, e.Label)
		}
		return out
	}
	want := []string{"待機 · 電話 ON", "ステータス", "表示", "電話 OFF", "ログアウト", "終了"}
	shelltest.Until(t, "the menu", func() bool { return slices.Equal(labels(), want) })
	menu := bar.Menu()
	if menu[0].Enabled || menu[1].Enabled || !menu[2].Enabled || !menu[3].Enabled {
		t.Errorf("enabled: %v", menu)
	}
	width, green := bar.Icon()
	if width < 16 || !slices.Contains(colors(green), 0x2B8A3E) {
		t.Errorf("no green icon: %d", width)
	}
	for i, command := range []string{"", "", "ShowWindow", "PhoneOn", "LogOut", "Quit"} {
		if command == "" {
			continue
		}
		bar.Click(t, menu[i].ID)
		told := stage.Await(t, command, func(told shelltest.Told) bool { return told.Command == command })
		if command == "PhoneOn" && string(told.Value) != `{"on":false}` {
			t.Errorf("the switch gave %s", told.Value)
		}
	}
	bar.Tap(t)
	stage.Await(t, "ShowWindow", func(told shelltest.Told) bool { return told.Command == "ShowWindow" })

	stage.Do(t, seat.Show{Tray: seat.Tray{Language: "en", Status: "offline", Phone: seat.PhoneOff}})
	shelltest.Until(t, "the logged-out tray", func() bool {
		m := bar.Menu()
		return len(m) == 6 && m[0].Label == "Not logged in" && m[3].Label == "Phone on" && !m[3].Enabled && !m[4].Enabled && m[5].Enabled
	})
	// The bar goes and comes again, as at an update of the desktop.
	bar.Leave(t)
	again := d.Bar(t)
	shelltest.Until(t, "the icon again", func() bool { return again.Registered() > 0 && again.Tooltip() == "Yobirin · Not logged in" })
}

// TestTrayChoosesAStatus: the site's statuses are a menu in the menu, which
// follows the site and the agent; what was chosen is told by its identifier.
func TestTrayChoosesAStatus(t *testing.T) {
	d := shelltest.Start(t)
	stage := d.Stage(t, shelltest.Build(t))
	bar := d.Bar(t)
	shelltest.Until(t, "the icon", func() bool { return bar.Registered() > 0 })
	choices := func() (out []shelltest.Entry) {
		if m := bar.Menu(); len(m) > 1 && m[1].Enabled {
			out = m[1].Opens
		}
		return out
	}
	says := func(want ...string) func() bool {
		return func() bool {
			var got []string
			for _, e := range choices() {
				if label := e.Label; e.Checked {
					got = append(got, "*"+label)
				} else {
					got = append(got, label)
				}
			}
			return slices.Equal(got, want)
		}
	}
	tray := seat.Tray{
		Language: "ja", LoggedIn: true, Phone: seat.PhoneRegistered, Status: "available",
		Choices: []seat.Choice{{ID: seat.Available}, {ID: "s1", Name: "離席中"}, {ID: "s2", Name: "昼_休み"}}, Chosen: seat.Available,
	}
	stage.Do(t, seat.Show{Tray: tray})
	shelltest.Until(t, "the choices", says("*待機", "離席中", "昼__休み")) // an underscore that is seen is written twice
	bar.Click(t, choices()[2].ID)
	told := stage.Await(t, "the choice", func(told shelltest.Told) bool { return told.Command == "ChooseStatus" })
	if string(told.Value) != `{"status":"s2"}` {
		t.Errorf("chosen was %s", told.Value)
	}
	tray.Status, tray.Pause, tray.Chosen = "paused", "昼_休み", "s2"
	stage.Do(t, seat.Show{Tray: tray})
	shelltest.Until(t, "the mark at it", says("待機", "離席中", "*昼__休み"))
	shelltest.Until(t, "the pause in the tooltip", func() bool { return bar.Tooltip() == "Yobirin · 停止（昼_休み） · 電話 ON" })
	// A status of the site goes, and comes again beside another, in English.
	tray.Choices, tray.Chosen = tray.Choices[:2], ""
	stage.Do(t, seat.Show{Tray: tray})
	shelltest.Until(t, "one fewer", says("待機", "離席中"))
	tray.Language, tray.Status, tray.Pause = "en", "available", ""
	tray.Choices = []seat.Choice{{ID: seat.Available}, {ID: "s3", Name: "Lunch"}, {ID: "s4", Name: "Meeting"}, {ID: "s5", Name: "Training"}}
	stage.Do(t, seat.Show{Tray: tray})
	shelltest.Until(t, "the new ones", says("Available", "Lunch", "Meeting", "Training"))
	bar.Click(t, choices()[3].ID)
	told = stage.Await(t, "the choice", func(told shelltest.Told) bool { return told.Command == "ChooseStatus" })
	if string(told.Value) != `{"status":"s5"}` {
		t.Errorf("chosen was %s", told.Value)
	}
	tray.Choices = nil // the server is away
	stage.Do(t, seat.Show{Tray: tray})
	shelltest.Until(t, "that nothing can be chosen", func() bool { m := bar.Menu(); return len(m) == 6 && !m[1].Enabled && len(m[1].Opens) == 0 })
}

// colors are the opaque colours of ARGB pixels.
func colors(pixels []byte) (out []uint32) {
	for i := 0; i+3 < len(pixels); i += 4 {
		if pixels[i] == 0xFF {
			out = append(out, uint32(pixels[i+1])<<16|uint32(pixels[i+2])<<8|uint32(pixels[i+3]))
		}
	}
	return out
}

func TestHotkeys(t *testing.T) {
	d := shelltest.Start(t)
	program := shelltest.Build(t)
	stage := d.Stage(t, program)
	screen := d.Screen(t)
	troubles := func(s *shelltest.Stage) (codes []string) {
		t.Helper()
		told := s.Await(t, "HotkeyTroubles", func(told shelltest.Told) bool { return told.Told == "HotkeyTroubles" })
		var value seat.HotkeyTroubles
		if err := json.Unmarshal(told.Value, &value); err != nil {
			t.Fatal(err)
		}
		for _, trouble := range value.Troubles {
			codes = append(codes, trouble.Code+" "+trouble.Params["action"])
		}
		return codes
	}
	pressed := func(name string) {
		t.Helper()
		stage.Await(t, "the hot key of "+name, func(told shelltest.Told) bool {
			return told.Told == "HotkeyPressed" && string(told.Value) == `{"Name":"`+name+`"}`
		})
	}
	stage.Do(t, seat.Hotkeys{Answer: "Ctrl+Alt+A", HangUp: "F9"})
	if got := troubles(stage); len(got) != 0 {
		t.Fatalf("troubles %v", got)
	}
	screen.Drain()
	d.Xdotool(t, "key", "ctrl+alt+a")
	pressed("answer")
	d.Xdotool(t, "key", "F9")
	pressed("hangup")
	// Locks do not matter.
	d.Xdotool(t, "key", "Caps_Lock")
	d.Xdotool(t, "key", "Num_Lock")
	d.Xdotool(t, "key", "F9")
	pressed("hangup")
	d.Xdotool(t, "key", "ctrl+alt+a")
	pressed("answer")
	d.Xdotool(t, "key", "Num_Lock")
	d.Xdotool(t, "key", "Caps_Lock")
	if !screen.Focused() {
		t.Error("a hot key took the keyboard from the editor")
	}

	other := d.Stage(t, program)
	other.Do(t, seat.Hotkeys{Answer: "F9", HangUp: "A"})
	if got := troubles(other); !slices.Equal(got, []string{"hotkey_invalid hangup", "hotkey_taken answer"}) {
		t.Errorf("troubles %v", got)
	}
	stage.Do(t, seat.Hotkeys{})
	troubles(stage)
	other.Do(t, seat.Hotkeys{Answer: "F9"})
	if got := troubles(other); len(got) != 0 {
		t.Errorf("the key was not given back: %v", got)
	}
}

func TestPagesOpenWithoutAShell(t *testing.T) {
	d := shelltest.Start(t)
	program := shelltest.Build(t)
	// A browser that writes what it was started with, byte by byte; of the
	// environment, what the app has set for itself.
	told := filepath.Join(d.Home, "told")
	browser := filepath.Join(d.Home, "browser")
	apps := filepath.Join(d.Home, ".local", "share", "applications")
	if err := os.MkdirAll(apps, 0o700); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		browser:                                "#!/bin/sh\nprintf '%s' \"$#|$1|$GDK_GL$WEBKIT_DISABLE_DMABUF_RENDERER$YOBIRIN_SET\" > '" + told + ".new' && mv '" + told + ".new' '" + told + "'\n",
		filepath.Join(apps, "browser.desktop"): "[Desktop Entry]\nType=Application\nName=B\nExec=" + browser + " %u\nMimeType=x-scheme-handler/https;\n",
		filepath.Join(apps, "mimeapps.list"):   "[Default Applications]\nx-scheme-handler/https=browser.desktop\n",
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	stage := d.Stage(t, program)
	stage.Do(t, seat.OpenURL{URL: "file:///etc/passwd"})
	stage.Do(t, seat.OpenURL{URL: "https://crm.example.jp/ignored", Tab: true})
	stage.Do(t, seat.OpenURL{URL: `https://crm.example.jp/find?tel=0312345678&name=山$(touch x)";rm -rf`})
	var got []byte
	shelltest.Until(t, "the browser", func() bool {
		var err error
		got, err = os.ReadFile(told)
		return err == nil
	})
	if want := "1|https://crm.example.jp/find?tel=0312345678&name=%E5%B1%B1%24(touch%20x)%22;rm%20-rf|"; string(got) != want {
		t.Errorf("the browser got %q, want %q", got, want)
	}
}
