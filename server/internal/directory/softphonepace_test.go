package directory

import (
	"errors"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

func TestSoftphonesArePaced(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	one, other := id.New[id.Agent](now), id.New[id.Agent](now)
	var p givenPace
	for n := range softphonesAtOnce {
		if err := p.take(one, now); err != nil {
			t.Fatalf("no. %d: %v", n, err)
		}
	}
	var f *fault.Error
	if err := p.take(one, now); !errors.As(err, &f) || f.Key != "softphone_too_often" {
		t.Errorf("one too many: %v", err)
	}
	if err := p.take(other, now); err != nil {
		t.Errorf("another agent pays for it: %v", err)
	}
	if err := p.take(one, now.Add(softphoneEvery)); err != nil {
		t.Errorf("after a while: %v", err)
	}
	if err := p.take(one, now.Add(-time.Hour)); err != nil {
		t.Errorf("with the clock put back: %v", err)
	}
	_ = p.take(other, now.Add(time.Hour))
	if n := len(p.paid); n != 1 {
		t.Errorf("%d agents are remembered", n)
	}
}
