package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// mayPresentText is the login IDs of the agents who may present a number, as in
// sato suzuki.
func mayPresentText(ctx context.Context, db bun.IDB, n *Number) (string, error) {
	if len(n.MayPresent) == 0 {
		return "", nil
	}
	var logins []string
	if err := db.NewRaw("select login from agents where id in ? order by login", bun.Tuple(n.MayPresent)).Scan(ctx, &logins); err != nil {
		return "", fmt.Errorf("directory: read who may present a number: %w", err)
	}
	return strings.Join(logins, " "), nil
}

func parseMayPresent(ctx context.Context, db bun.IDB, n *Number, text string) error {
	n.MayPresent = nil
	for login := range strings.FieldsSeq(text) {
		found, err := agentCalled(ctx, db, login)
		if err != nil {
			return err
		}
		if found == "" {
			return fault.Broken("mayPresent", cut(login), "an agent's login ID", "missing", "")
		}
		n.MayPresent = append(n.MayPresent, parsed[id.Agent](found))
	}
	return nil
}
