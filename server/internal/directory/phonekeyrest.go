package directory

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/deskphone"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// PhoneModel is a kind of desk phone, and what its keys can do.
type PhoneModel struct {
	Maker   string `json:"maker"`
	Model   string `json:"model,omitempty" doc:"absent: any phone of the maker whose number of keys is not known"`
	Keys    int    `json:"keys" doc:"keys that can be given something to do; without a model, for how many the maker's file has names"`
	Presses bool   `json:"presses" doc:"whether a key can press into a call: park, transfer, consult, join"`
}

// phoneModels are the makers, each with its kinds of phones.
func phoneModels() []PhoneModel {
	out := []PhoneModel{}
	for _, maker := range deskphone.Makers() {
		keys, presses := deskphone.MakerKeys(maker)
		out = append(out, PhoneModel{Maker: maker, Keys: keys, Presses: presses})
		for _, p := range deskphone.Phones() {
			if p.Maker == maker {
				out = append(out, PhoneModel{maker, p.Model, p.Keys, presses})
			}
		}
	}
	return out
}

// usualSlots is how many park slots the usual keys have.
const usualSlots = 3

// usualKeys are what most want: park slots, picking up for the agent's groups,
// and the colleagues there. What the site has switched off is not among them.
func usualKeys(ctx context.Context, db bun.IDB, agent id.Agent, language string) ([]PhoneKey, error) {
	d, err := dialingOf(ctx, db, []PhoneKey{{}})
	if err != nil {
		return nil, err
	}
	keys := []PhoneKey{}
	park := "Park %d"
	if language == "ja" {
		park = "パーク%d"
	}
	for n := 1; n <= usualSlots && d.code(route.FeatureSlot) != ""; n++ {
		keys = append(keys, PhoneKey{Kind: KeyPark, Slot: n, Label: fmt.Sprintf(park, n)})
	}
	if agent.IsZero() {
		return keys, nil
	}
	var groups, colleagues []string
	if err := db.NewRaw(`select g.id::text from groups g join group_members m on m.group_id = g.id where m.agent_id = ?0 and coalesce(g.extension, '') <> '' order by g.extension`, agent).Scan(ctx, &groups); err != nil {
		return nil, fmt.Errorf("directory: read an agent's groups: %w", err)
	}
	if err := db.NewRaw(`select a.id::text from agents a where a.id <> ?0 and a.deleted_at is null and not a.disabled and coalesce(a.extension, '') <> ''
		and exists (select from group_members m join group_members mine on mine.group_id = m.group_id where m.agent_id = a.id and mine.agent_id = ?0)
		order by a.extension, a.login limit ?1`, agent, maxKeys).Scan(ctx, &colleagues); err != nil {
		return nil, fmt.Errorf("directory: read an agent's colleagues: %w", err)
	}
	if d.code(route.FeaturePickUp) != "" {
		for _, g := range groups {
			keys = append(keys, PhoneKey{Kind: KeyCode, Feature: route.FeaturePickUp, Group: parsed[id.Group](g)})
		}
	}
	for _, a := range colleagues {
		keys = append(keys, PhoneKey{Kind: KeyLamp, Agent: parsed[id.Agent](a)})
	}
	return keys[:min(len(keys), maxKeys)], nil
}

// Resynced is what a registered phone answered when it was told to take its
// settings anew.
type Resynced struct {
	Address   string `json:"address"`
	UserAgent string `json:"userAgent,omitempty"`
	OK        bool   `json:"ok" doc:"the phone has accepted it; what it takes then, its address of settings tells"`
	Status    int    `json:"status,omitempty" doc:"SIP status; absent: no answer"`
	Detail    string `json:"detail,omitempty" doc:"why not, in the caller's language"`
}

// resync tells a phone to take its settings anew, and notes who did.
func (d *Directory) resync(ctx context.Context, s access.Session, from access.Origin, device id.Device) ([]Resynced, error) {
	v, err := deviceOf(ctx, d.db.Bun(), device)
	if err != nil {
		return nil, err
	}
	if !v.AppOf.IsZero() {
		return nil, fault.New(fault.Conflict, "app_device", "a phone that the agent app made is not changed here; it can be deleted")
	}
	told := d.telephony.Resync(ctx, device)
	if len(told) == 0 {
		return nil, fault.New(fault.Conflict, "device_not_registered", "no phone that can be reached is registered with this account; it takes its settings when it starts")
	}
	for i := range told {
		told[i].Detail = resyncDetail(told[i], s.Agent.Language)
	}
	err = d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		e := s.By(d.now(), from, "device.resynced", "device", device.String())
		e.Detail = map[string]string{"name": v.Name, "phones": fmt.Sprint(len(told))}
		return access.WriteAudit(ctx, tx, e)
	})
	return told, err
}

func resyncDetail(r Resynced, language string) string {
	text := func(ja, en string) string {
		if language == "ja" {
			return ja
		}
		return en
	}
	switch {
	case r.OK:
		return ""
	case r.Status == 0:
		return text("電話機から応答がありません。", "The phone does not answer.")
	case r.Status == 401, r.Status == 407, r.Status == 403:
		return text("電話機が再設定の指示を許可していません。電話機の設定を確認するか、再起動してください。", "The phone does not allow to be told so. Look at its settings, or restart it.")
	case r.Status == 405, r.Status == 481, r.Status == 489, r.Status == 501:
		return text("この電話機は再設定の指示に対応していません。再起動してください。", "This phone does not know how to be told so. Restart it.")
	}
	return text("電話機が拒否しました。", "The phone refused.")
}

type keyItems struct {
	Body struct {
		Items []PhoneKey `json:"items" nullable:"false"`
	}
}

func (d *Directory) registerPhoneKeys(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "phone-models", Method: http.MethodGet, Path: "/api/v1/devices/models", Tags: []string{"directory"},
		Summary: "The kinds of desk phones that files are written for, and how many keys they have",
	}, access.ViewDevices), func(context.Context, *struct{}) (*struct {
		Body struct {
			Items []PhoneModel `json:"items" nullable:"false"`
		}
	}, error) {
		out := &struct {
			Body struct {
				Items []PhoneModel `json:"items" nullable:"false"`
			}
		}{}
		out.Body.Items = phoneModels()
		return out, nil
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "usual-phone-keys", Method: http.MethodGet, Path: "/api/v1/devices/usual-keys", Tags: []string{"directory"},
		Summary: "The keys that a phone usually has: park slots, picking up for the agent's groups, the colleagues there; nothing is stored",
	}, access.EditDevices), func(ctx context.Context, in *struct {
		Agent string `query:"agent" maxLength:"36" doc:"whose phone it is; absent: nobody's"`
	}) (*keyItems, error) {
		s, err := access.Require(ctx, access.EditDevices)
		if err != nil {
			return nil, err
		}
		agent := parsed[id.Agent](in.Agent)
		if in.Agent != "" && agent.IsZero() {
			return nil, broken([]fault.Field{missing("agent", in.Agent)})
		}
		out := &keyItems{}
		out.Body.Items, err = usualKeys(ctx, d.db.Bun(), agent, s.Agent.Language)
		return out, err
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "resync-device", Method: http.MethodPost, Path: "/api/v1/devices/{id}/resync", Tags: []string{"directory"},
		Summary: "Tell a registered desk phone to take its settings anew", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, access.EditDevices), func(ctx context.Context, in *struct {
		access.Requester
		ID id.Device `path:"id"`
	}) (*struct {
		Body struct {
			Items []Resynced `json:"items" nullable:"false"`
		}
	}, error) {
		s, err := access.Require(ctx, access.EditDevices)
		if err != nil {
			return nil, err
		}
		out := &struct {
			Body struct {
				Items []Resynced `json:"items" nullable:"false"`
			}
		}{}
		out.Body.Items, err = d.resync(ctx, s, in.Origin(), in.ID)
		return out, err
	})
}
