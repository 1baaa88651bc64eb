package directory

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/ivr"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// IVRStop is a place that a call comes to.
type IVRStop struct {
	Kind route.DestinationKind `json:"kind" doc:"group, agent, ivr, audio, transfer, conference, hangup; empty: nothing is set, the caller hears busy"`
	ID   string                `json:"id,omitempty" doc:"of what is there"`
	Name string                `json:"name,omitempty" doc:"of what is there"`
	Why  string                `json:"why" enum:"start,schedule,default,key,no-key,overflow,timeout,loop" doc:"why the call comes here; loop: it has been here before"`
	Row  int                   `json:"row,omitempty" doc:"of schedule: which row of the IVR before, from 1"`
	Day  ivr.Day               `json:"day,omitempty" enum:"ordinary,holiday,designated" doc:"of schedule: what the date is on which the row began"`
	Key  string                `json:"key,omitempty"`
}

// IVRWay is what happens to a call that comes to an IVR at a moment.
type IVRWay struct {
	Time     time.Time   `json:"time"`
	TimeZone string      `json:"timeZone" example:"Asia/Tokyo"`
	Holiday  string      `json:"holiday,omitempty" doc:"name of the holiday that the date is"`
	Stops    []IVRStop   `json:"stops" nullable:"false" doc:"as far as time decides"`
	Branches [][]IVRStop `json:"branches" nullable:"false" doc:"ways on from the last stop, by a key, an overflow or a timeout"`
}

// IVRFinding is something to know about an IVR.
type IVRFinding struct {
	Kind    ivr.Kind `json:"kind" enum:"unreachable-row,overlap,unreachable-buttons,loop,ends-busy,missing-audio,dead-key"`
	Warning bool     `json:"warning" doc:"hardly meant so"`
	IVR     id.IVR   `json:"ivr"`
	Name    string   `json:"name"`
	Row     int      `json:"row,omitempty" doc:"of the schedule, from 1"`
	Other   int      `json:"other,omitempty" doc:"the earlier row of an overlap, from 1"`
	Key     string   `json:"key,omitempty"`
	Path    []string `json:"path,omitempty" doc:"names of what a call passes"`
	Text    string   `json:"text" doc:"in English"`
}

// IVRFindings is the list of them.
type IVRFindings struct {
	Items []IVRFinding `json:"items" nullable:"false"`
}

// localTime is a moment as the clock on the wall shows it.
const localTime = "2006-01-02T15:04"

type ivrAtInput struct {
	ID   id.IVR `path:"id"`
	Time string `query:"time" maxLength:"40" doc:"as 2026-12-31T18:00 in the site's time zone, or with an offset (RFC 3339); absent: now"`
}

func (d *Directory) registerIVRs(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "ivr-at", Method: http.MethodGet, Path: "/api/v1/ivrs/{id}/at", Tags: []string{"directory"}, Summary: "What happens to a call that comes to an IVR at a moment",
	}, access.SeeRouting), d.getIVRAt)
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "lint-ivrs", Method: http.MethodGet, Path: "/api/v1/ivrs/lint", Tags: []string{"directory"}, Summary: "What is probably wrong in the site's IVRs",
	}, access.SeeRouting), func(ctx context.Context, _ *struct{}) (*struct{ Body IVRFindings }, error) {
		if _, err := access.Require(ctx, access.SeeRouting); err != nil {
			return nil, err
		}
		s, err := d.Load(ctx)
		if err != nil {
			return nil, err
		}
		out := &struct{ Body IVRFindings }{IVRFindings{Items: []IVRFinding{}}}
		for _, f := range ivr.Lint(s.Route) {
			out.Body.Items = append(out.Body.Items, IVRFinding{f.Kind, f.Warning, f.IVR, f.Name, f.Row + 1, f.Other + 1, f.Key, f.Path, f.Text})
		}
		return out, nil
	})
}

func (d *Directory) getIVRAt(ctx context.Context, in *ivrAtInput) (*struct{ Body IVRWay }, error) {
	if _, err := access.Require(ctx, access.SeeRouting); err != nil {
		return nil, err
	}
	s, err := d.Load(ctx)
	if err != nil {
		return nil, err
	}
	at, err := d.moment(in.Time)
	if err != nil {
		return nil, err
	}
	if s.Route.IVR(in.ID) == nil {
		return nil, fault.New(fault.NotFound, "not_found", "there is no such IVR")
	}
	return &struct{ Body IVRWay }{wayOf(s.Route, in.ID, at)}, nil
}

// wayOf tells what happens to a call that comes to an IVR of the plan.
func wayOf(p *route.Plan, which id.IVR, at time.Time) IVRWay {
	way := IVRWay{Time: at, TimeZone: at.Location().String(), Holiday: p.Settings.Holidays[at.Format(time.DateOnly)], Stops: []IVRStop{}, Branches: [][]IVRStop{}}
	for _, hop := range ivr.WhatHappens(p, route.Destination{Kind: route.ToIVR, IVR: which}, at) {
		way.Stops = append(way.Stops, stopOf(hop.Stop))
		for _, branch := range hop.Branches {
			stops := make([]IVRStop, len(branch))
			for i, v := range branch {
				stops[i] = stopOf(v)
			}
			way.Branches = append(way.Branches, stops)
		}
	}
	return way
}

// moment reads a time of the site.
func (d *Directory) moment(text string) (time.Time, error) {
	zone := d.zone
	if zone == nil {
		zone = time.UTC
	}
	if text == "" {
		return d.now().In(zone), nil
	}
	if at, err := time.ParseInLocation(localTime, text, zone); err == nil {
		return at, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fault.Wrong("time", cut(text), "a time such as 2026-12-31T18:00, or with an offset as in 2026-12-31T18:00:00+09:00")
	}
	return at.In(zone), nil
}

func stopOf(v ivr.Stop) IVRStop {
	s := IVRStop{Kind: v.At.Kind, Name: v.Name, Why: v.Why, Key: v.Key, Row: v.Row + 1, Day: v.Day}
	switch v.At.Kind {
	case route.ToGroup:
		s.ID = v.At.Group.String()
	case route.ToAgent:
		s.ID = v.At.Agent.String()
	case route.ToIVR:
		s.ID = v.At.IVR.String()
	case route.ToAudio:
		s.ID = v.At.Audio.String()
	case route.ToTransfer:
		s.ID = v.At.Transfer.String()
	case route.ToUnset, route.ToExtension, route.ToConference, route.ToHangUp, route.ToOutside, route.ToFeature:
	}
	return s
}
