//go:build race

package resource_test

// The detector sees as much in fewer records. That as many as a site may have go
// through is shown without it (scripts/go-test.sh).
const manyRecords = 1_000
