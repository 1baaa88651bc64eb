package chat

import (
	"context"
	"fmt"
	"strings"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
)

// maxRefs is how many references are resolved at once.
const maxRefs = 100

// Reference is what a text like call:ID stands for, for one reader.
type Reference struct {
	Ref     string `json:"ref" example:"call:019aa0f1-..."`
	Visible bool   `json:"visible" doc:"false: it does not exist, or the reader may not see it"`
	Title
}

// ReferenceList answers in the order of the question.
type ReferenceList struct {
	Items []Reference `json:"items" nullable:"false"`
}

// Resolve tells what references stand for, with the permission of the reader:
// what may not be seen looks like what does not exist.
func (c *Chat) Resolve(ctx context.Context, s access.Session, refs []string) ([]Reference, error) {
	if len(refs) > maxRefs {
		return nil, fault.Wrong("refs", fmt.Sprint(len(refs)), fmt.Sprintf("at most %d", maxRefs))
	}
	byKind := map[string][]string{}
	for _, ref := range refs {
		if kind, which, ok := strings.Cut(ref, ":"); ok && c.o.Resolvers[kind] != nil {
			byKind[kind] = append(byKind[kind], which)
		}
	}
	titles := map[string]map[string]Title{}
	for kind, ids := range byKind {
		found, err := c.o.Resolvers[kind].Titles(ctx, s, ids)
		if err != nil {
			return nil, fmt.Errorf("chat: resolve references to %s: %w", kind, err)
		}
		titles[kind] = found
	}
	out := make([]Reference, 0, len(refs))
	for _, ref := range refs {
		kind, which, _ := strings.Cut(ref, ":")
		title, ok := titles[kind][which]
		out = append(out, Reference{Ref: ref, Visible: ok, Title: title})
	}
	return out, nil
}
