package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/id"
)

// question is one list that people ask for.
type question struct {
	name   string
	filter history.Filter
	page   history.Page
}

// measure asks for every list and prints the median and the longest time.
func measure(ctx context.Context, db *pg.DB, o options) error {
	h := history.New(db, history.Options{})
	all, err := questions(ctx, db)
	if err != nil {
		return err
	}
	fmt.Printf("%-44s %6s %10s %10s\n", "list", "rows", "median ms", "longest ms")
	for _, q := range all {
		if !strings.HasPrefix(q.name, o.only) {
			continue
		}
		if err := ask(ctx, h, q, o.rounds); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return askMissed(ctx, h, db, o.rounds)
}

// askMissed asks how many calls the busiest agent has missed.
func askMissed(ctx context.Context, h *history.History, db *pg.DB, rounds int) error {
	busy, err := ids(ctx, db, "select id from agents order by id limit 1")
	if err != nil || len(busy) != 1 {
		return fmt.Errorf("no agent: %w", err)
	}
	return clock("missed calls not seen, busy", rounds, func() (int, error) {
		m, err := h.MissedOf(ctx, id.Agent(busy[0]))
		return m.Count, err
	})
}

func ask(ctx context.Context, h *history.History, q question, rounds int) error {
	return clock(q.name, rounds, func() (int, error) {
		page, _, err := h.List(ctx, q.filter, q.page)
		return len(page), err
	})
}

// clock prints how long something takes.
func clock(name string, rounds int, do func() (int, error)) error {
	took := make([]time.Duration, rounds)
	rows := 0
	for i := range took {
		began := time.Now()
		n, err := do()
		if err != nil {
			return err
		}
		took[i], rows = time.Since(began), n
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	_, err := fmt.Printf("%-44s %6d %10.1f %10.1f\n", name, rows, ms(took[len(took)/2]), ms(took[len(took)-1]))
	return err
}

func questions(ctx context.Context, db *pg.DB) ([]question, error) {
	some := map[string][16]byte{}
	for name, query := range map[string]string{
		"busy agent": "select id from agents order by id limit 1", "agent": "select id from agents order by id desc limit 1",
		"group": "select id from groups order by id limit 1", "number": "select id from numbers order by id desc limit 1",
	} {
		found, err := ids(ctx, db, query)
		if err != nil || len(found) != 1 {
			return nil, fmt.Errorf("%s: nothing found: %w", name, err)
		}
		some[name] = found[0]
	}
	now := time.Now()
	day := now.AddDate(0, 0, -100)
	s := func(d time.Duration) *time.Duration { return &d }
	agent, busy, group, number := id.Agent(some["agent"]), id.Agent(some["busy agent"]), id.Group(some["group"]), id.Number(some["number"])
	var out []question
	for _, order := range []history.Sort{history.NewestFirst, history.OldestFirst, history.LongestTalk, history.LongestWait} {
		for name, f := range map[string]history.Filter{
			"all": {}, "a day": {From: day, To: day.AddDate(0, 0, 1)}, "a month": {From: day, To: day.AddDate(0, 1, 0)}, "an hour": {From: day, To: day.Add(time.Hour)},
			"in": {Direction: journal.Inbound}, "internal missed": {Direction: journal.Internal, Result: "missed"}, "missed": {Result: "missed"},
			"agent": {Agent: agent}, "busy agent": {Agent: busy}, "own calls": {Only: agent}, "own calls, busy": {Only: busy}, "own missed, busy": {Only: busy, Result: "missed"},
			"own rang and missed, busy": {Only: busy, Rang: history.RangMissed}, "own answered elsewhere, busy": {Only: busy, Rang: history.RangElsewhere}, "own missed directly": {Only: agent, Rang: history.RangDirect},
			"own 4 digits, busy": {Only: busy, Digits: "1234"}, "own number of nobody, busy": {Only: busy, Digits: "0801234567"}, "own name 佐藤, busy": {Only: busy, Text: "佐藤"}, "own a day, busy": {Only: busy, From: day, To: day.AddDate(0, 0, 1)},
			"group": {Group: group}, "group missed a day": {Group: group, Result: "missed", From: day, To: day.AddDate(0, 0, 1)},
			"agent and group": {Agent: agent, Group: group}, "number": {Number: number},
			"2 digits": {Digits: "09"}, "2 digits of nobody": {Digits: "*#"}, "3 digits": {Digits: "123"}, "4 digits": {Digits: "1234"}, "8 digits": {Digits: "090-1234-5"}, "a number of nobody": {Digits: "0801234567"},
			"talk >= 3h": {MinTalk: s(3 * time.Hour)}, "talk >= 10min": {MinTalk: s(10 * time.Minute)}, "talk 1:00 to 1:01": {MinTalk: s(time.Minute), MaxTalk: s(61 * time.Second)},
			"name 佐藤": {Text: "佐藤"}, "name 林": {Text: "林"}, "name 佐藤 葵": {Text: "佐藤 葵"}, "name of nobody": {Text: "寿限無"}, "name さくら": {Text: "サクラ"},
			"name and agent": {Text: "佐藤", Agent: agent}, "name and missed": {Text: "田中", Result: "missed"}, "digits and group": {Digits: "1234", Group: group},
		} {
			out = append(out, question{fmt.Sprintf("%s by %s", name, order), f, history.Page{Sort: order}})
		}
	}
	slices.SortFunc(out, func(a, b question) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return out, nil
}
