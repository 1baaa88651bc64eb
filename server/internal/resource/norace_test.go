//go:build !race

package resource_test

const manyRecords = 10_000
