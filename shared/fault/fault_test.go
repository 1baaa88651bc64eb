package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestCodeOf(t *testing.T) {
	tests := []struct {
		err  error
		want Code
	}{
		{nil, ""},
		{io.EOF, Internal},
		{Wrong("ring_time", "0", "1 to 300 seconds"), Invalid},
		{fmt.Errorf("group: %w", New(Conflict, "in_use", "in use")), Conflict},
	}
	for _, tt := range tests {
		if got := CodeOf(tt.err); got != tt.want {
			t.Errorf("CodeOf(%v) = %q, want %q", tt.err, got, tt.want)
		}
	}
}

func TestCauseIsKept(t *testing.T) {
	err := Wrap(io.ErrUnexpectedEOF, Unavailable, "database", "the database does not answer")
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal("cause lost")
	}
}

func TestTextNamesFieldValueAndExpectation(t *testing.T) {
	got := Wrong("ring_time", "0", "1 to 300 seconds").Error()
	want := `a value is not valid; ring_time: "0", expected 1 to 300 seconds`
	if got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
}

func TestKeyOf(t *testing.T) {
	if got := KeyOf(fmt.Errorf("wrapped: %w", New(Conflict, "taken", "it is taken"))); got != "taken" {
		t.Errorf("the key of a wrapped fault is %q", got)
	}
	if got := KeyOf(errors.New("else")); got != "" {
		t.Errorf("an error without a fault has the key %q", got)
	}
}
