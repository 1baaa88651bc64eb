package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/id"
)

// surnames and given names as customers and agents have them.
func surnames() []string {
	return []string{"佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木", "山口", "松本", "井上", "木村", "林", "斎藤", "清水",
		"山崎", "森", "池田", "橋本", "阿部", "石川", "山下", "中島", "石井", "小川", "前田", "岡田", "長谷川", "藤田", "後藤", "近藤", "村上", "遠藤", "青木", "坂本"}
}

func givenNames() []string {
	return []string{"葵", "陽菜", "結衣", "さくら", "美咲", "七海", "真由", "恵子", "裕子", "久美子", "蓮", "大翔", "陽太", "翔太", "拓也", "健太", "大輔", "誠", "隆", "浩二"}
}

// seedPeople makes the groups, their numbers, and agents who are in two of them.
func seedPeople(ctx context.Context, db *pg.DB, o options) error {
	random := rand.New(rand.NewPCG(o.seed, 1))
	now := time.Now()
	groups := make([]id.Group, o.groups)
	var batch pgx.Batch
	for i := range groups {
		groups[i] = id.New[id.Group](now)
		batch.Queue(`insert into groups (id, name, extension, strategy, timeout, ring_time, calls_per_agent, strict, acw, pause_on_no_answer, ringing_period, display, color,
			announce_every, overflow, timeout_to) values ($1, $2, null, 'longest-idle', 0, 20, 1, false, '{}', '{}', 0, '', '#4263eb', 0, '{}', '{}')`,
			[16]byte(groups[i]), fmt.Sprintf("受付 %04d-%d", i+1, now.UnixNano()%100000))
	}
	for i := range o.numbers {
		batch.Queue("insert into numbers (id, number, name, route) values ($1, $2, $3, '{}')", [16]byte(id.New[id.Number](now)), fmt.Sprintf("05%09d", now.UnixNano()%100000*1000+int64(i)), fmt.Sprintf("番号 %d", i+1))
	}
	if err := db.Pool().SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("make groups: %w", err)
	}
	last, first := surnames(), givenNames()
	run := now.UnixNano() % 100000
	var agents, members [][]any
	for i := range o.agents {
		a := [16]byte(id.New[id.Agent](now))
		name := last[random.IntN(len(last))]
		agents = append(agents, []any{a, fmt.Sprintf("s%05d%06d", run, i), name + " " + first[random.IntN(len(first))], fmt.Sprintf("%s%d", name, i)})
		group := i % len(groups)
		members = append(members, []any{[16]byte(groups[group]), a, 1 + random.IntN(9), i})
		if other := (group + 1 + i/len(groups)) % len(groups); other != group {
			members = append(members, []any{[16]byte(groups[other]), a, 1 + random.IntN(9), i})
		}
	}
	if _, err := db.CopyFrom(ctx, "agents", []string{"id", "login", "name", "nickname"}, pgx.CopyFromRows(agents)); err != nil {
		return err
	}
	_, err := db.CopyFrom(ctx, "group_members", []string{"group_id", "agent_id", "level", "position"}, pgx.CopyFromRows(members))
	return err
}

// ids gives the identifiers in a table.
func ids(ctx context.Context, db *pg.DB, query string) ([][16]byte, error) {
	rows, err := db.Pool().Query(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("read identifiers: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[[16]byte])
	if err != nil {
		return nil, fmt.Errorf("read identifiers: %w", err)
	}
	return out, nil
}
