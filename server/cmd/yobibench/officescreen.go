//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/web"
	"github.com/yobirin/yobirin/shared/live"
)

// screens are people who order calls about over REST.
type screens struct {
	base   string
	client *http.Client
	agents []string // tokens
	bosses []string
	rng    *rand.Rand
	dialed []string

	mu  sync.Mutex
	met map[string]int
}

// ask sends a request and gives the answer's status and body.
func (s *screens) ask(ctx context.Context, method, path, token string, body, out any) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	var in bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&in).Encode(body); err != nil {
			return 0, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base+"/api/v1"+path, &in)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(res.Body, 64<<20))
	if err != nil {
		return res.StatusCode, err
	}
	switch o := out.(type) {
	case nil:
		return res.StatusCode, nil
	case *[]byte:
		*o = data
		return res.StatusCode, nil
	}
	if res.StatusCode >= 300 {
		return res.StatusCode, fmt.Errorf("%s %s: %s: %.300s", method, path, res.Status, data)
	}
	return res.StatusCode, json.Unmarshal(data, out)
}

// login opens the sessions.
func (s *screens) login(ctx context.Context) error {
	open := func(id string) (string, error) {
		var session struct{ Token string }
		_, err := s.ask(ctx, "POST", "/session", "", map[string]string{"id": id, "password": officePassword, "client": "app"}, &session)
		if err == nil && session.Token == "" {
			err = fmt.Errorf("the session of %s has no token", id)
		}
		return session.Token, err
	}
	for i := range officeScreens {
		t, err := open(fmt.Sprintf("a%03d", i))
		if err != nil {
			return err
		}
		s.agents = append(s.agents, t)
	}
	for i := range officeBosses {
		t, err := open(fmt.Sprintf("b%03d", i))
		if err != nil {
			return err
		}
		s.bosses = append(s.bosses, t)
	}
	return nil
}

// work gives a command every moment until the time is over.
func (s *screens) work(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			var floor web.FloorView
			if _, err := s.ask(ctx, "GET", "/floor", s.bosses[0], nil, &floor); err != nil {
				s.count("floor: failed")
				continue
			}
			for range 4 {
				s.act(ctx, &floor)
			}
		}
	}
}

func (s *screens) count(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.met[what]++
}

func one[T any](s *screens, list []T) T { return list[s.rng.IntN(len(list))] }

// act does one thing.
func (s *screens) act(ctx context.Context, floor *web.FloorView) {
	who, token := one(s, floor.Agents).ID, one(s, s.bosses)
	do := func(what, method, path, by string, body any) {
		status, err := s.ask(ctx, method, path, by, body, nil)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			s.count(what + ": failed")
			return
		}
		s.count(what + ": " + strconv.Itoa(status))
	}
	switch n := s.rng.IntN(20); {
	case n < 4:
		do("order", "POST", "/calls", one(s, s.agents), map[string]any{"to": one(s, s.dialed)})
	case n == 4:
		do("status", "PUT", "/agents/"+who+"/status", token, map[string]any{"scope": "all", "status": one(s, floor.Statuses).ID})
	case n < 7:
		do("status", "PUT", "/agents/"+who+"/status", token, map[string]any{"scope": "all", "status": "available"})
	case n == 7:
		do("watch", "POST", "/agents/"+who+"/watch", token, map[string]any{"mode": one(s, []string{"monitor", "whisper", "barge"})})
	case n == 8 && len(floor.Parked) > 0:
		do("parked", "POST", "/parked/"+strconv.Itoa(one(s, floor.Parked).Slot)+"/pick-up", one(s, s.agents), map[string]any{})
	case n == 9:
		do("pick up", "POST", "/groups/"+one(s, floor.Groups).ID+"/pick-up", one(s, s.agents), map[string]any{})
	case len(floor.Calls) > 0:
		s.command(floor, token, do)
	}
}

func (s *screens) command(floor *web.FloorView, token string, do func(what, method, path, by string, body any)) {
	call := one(s, floor.Calls)
	for range 6 { // rather one in which an agent talks
		if !slices.ContainsFunc(call.Parties, func(p live.CallParty) bool { return p.Agent != "" && p.State == "up" }) {
			call = one(s, floor.Calls)
		}
	}
	name := one(s, []string{"answer", "hang-up", "end", "hold", "resume", "mute", "transfer", "consult", "consult", "swap", "complete", "complete", "cancel", "merge",
		"add", "park", "press", "record", "pause", "mode", "transfer", "park", "hold", "resume"})
	body := map[string]any{"to": one(s, s.dialed), "digits": "12#", "on": s.rng.IntN(2) == 0, "mode": one(s, []string{"monitor", "whisper", "barge"})}
	for _, p := range call.Parties {
		if p.Agent != "" && (body["of"] == nil || s.rng.IntN(2) == 0) {
			body["of"] = p.Agent
		}
	}
	if name == "end" {
		delete(body, "of")
	}
	do(name, "POST", "/calls/"+call.ID+"/"+name, token, body)
}
