package access

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// WriteAudits appends several entries with one statement, inside the caller's
// transaction where there is one.
func WriteAudits(ctx context.Context, db bun.IDB, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	var all []any
	for _, e := range entries {
		args, err := e.args()
		if err != nil {
			return err
		}
		all = append(all, args...)
	}
	places := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?), ", len(entries)), ", ")
	if _, err := db.ExecContext(ctx, auditColumns+places+" on conflict (origin) do nothing", all...); err != nil {
		return fmt.Errorf("access: write the audit: %w", err)
	}
	return nil
}
