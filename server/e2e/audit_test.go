package e2e

import (
	"errors"
	"fmt"
	"net/url"
	"time"
)

// audit looks at a server when all tests are over: nobody may be left in a
// call, every call has its end, and every group's arrivals are the sum of what
// became of them.
func (s *server) audit() error {
	if err := s.client.login("admin", adminPassword); err != nil {
		return err
	}
	late := time.After(patience)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		err := errors.Join(s.auditFloor(), s.auditHistory())
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-late:
			return err
		}
	}
}

func (s *server) auditFloor() error {
	var f floor
	if err := s.client.call("GET", "/api/v1/floor", nil, &f); err != nil {
		return err
	}
	var errs []error
	if len(f.Waiting) > 0 || len(f.Calls) > 0 {
		errs = append(errs, fmt.Errorf("calls are left: waiting %+v, in progress %+v", f.Waiting, f.Calls))
	}
	for _, a := range f.Agents {
		switch a.State {
		case "offline", "available", "paused", "error":
		default:
			errs = append(errs, fmt.Errorf("agent %s is left %s", a.Extension, a.State))
		}
	}
	for _, g := range f.Groups {
		if g.Arrivals != g.Answered+g.Abandoned+g.Overflow+g.Timeout+g.Callback {
			errs = append(errs, fmt.Errorf("the figures of %s do not add up: %+v", g.Name, g))
		}
	}
	return errors.Join(errs...)
}

func (s *server) auditHistory() error {
	var errs []error
	v := url.Values{"limit": {"200"}}
	calls := 0
	for {
		var page struct {
			Items      []callRow `json:"items"`
			NextCursor string    `json:"nextCursor"`
		}
		if err := s.client.call("GET", "/api/v1/calls?"+v.Encode(), nil, &page); err != nil {
			return err
		}
		for _, r := range page.Items {
			calls++
			switch {
			case r.EndedAt == nil, r.Cause == "":
				errs = append(errs, fmt.Errorf("call %s has no end: %+v", r.ID, r))
			case r.EndedAt.Before(r.StartedAt), r.AnsweredAt != nil && r.AnsweredAt.Before(r.StartedAt):
				errs = append(errs, fmt.Errorf("call %s ends or is answered before it starts: %+v", r.ID, r))
			case (r.Result == "answered") != (r.AnsweredAt != nil):
				errs = append(errs, fmt.Errorf("call %s is %s, answered at %v", r.ID, r.Result, r.AnsweredAt))
			}
		}
		if page.NextCursor == "" {
			fmt.Printf("audit: %d calls in the history\n", calls)
			return errors.Join(errs...)
		}
		v.Set("cursor", page.NextCursor)
	}
}
