package chat

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// ChatSettings are the site's settings of the chat.
type ChatSettings struct {
	bun.BaseModel `bun:"table:chat_settings" json:"-"`
	ID            id.Site `bun:"id,pk" json:"id" readOnly:"true"`
	RetentionDays int     `json:"retentionDays" minimum:"0" maximum:"36500" doc:"messages and files are kept so long; 0: for ever"`
	Version       int64   `json:"version" readOnly:"true"`
}

func settingsNoun() resource.Noun[ChatSettings] {
	return resource.Noun[ChatSettings]{
		Name: "chat-settings", Kind: "chat-settings", Tag: "settings", View: access.SeeSettings, Edit: access.EditSettings,
		Columns: []resource.Column{{Name: "retentionDays"}},
		Title:   func(*ChatSettings) string { return "" },
	}
}

// RetentionDays is for how many days messages and their files are kept, 0 for
// ever. Every purge asks anew.
func (c *Chat) RetentionDays(ctx context.Context) (int, error) {
	var days int
	if err := c.db.Bun().QueryRowContext(ctx, "select retention_days from chat_settings").Scan(&days); err != nil {
		return 0, fmt.Errorf("chat: read the retention: %w", err)
	}
	return days, nil
}
