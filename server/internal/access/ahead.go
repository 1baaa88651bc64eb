package access

import (
	"context"
	"sync"
)

// hashAheadKey is where a context carries hashes that were made before.
type hashAheadKey struct{}

// hashesAhead are hashes of secrets, made before the transaction that stores
// them: an argon2 hash costs some hundredths of a second, and thousands of them
// would keep everybody else out of what the transaction has locked.
type hashesAhead struct {
	mu   sync.Mutex
	of   map[string][]string
	next map[string]int // which of them is taken next: a transaction that is tried again takes them again
	dry  bool
}

// HashAhead hashes passwords and PINs for the transaction of the context that it
// gives, several at once. A secret that several agents are given is hashed for
// each. The error is the context's.
func (d *Doors) HashAhead(ctx context.Context, secrets []string) (context.Context, error) {
	a := &hashesAhead{of: make(map[string][]string, len(secrets)), next: map[string]int{}}
	work := make(chan string)
	var wg sync.WaitGroup
	for range cap(d.hasher.slots) {
		wg.Go(func() {
			for s := range work {
				hash := d.hasher.Hash(s)
				a.mu.Lock()
				a.of[s] = append(a.of[s], hash)
				a.mu.Unlock()
			}
		})
	}
	for _, s := range secrets {
		if ctx.Err() != nil {
			break
		}
		work <- s
	}
	close(work)
	wg.Wait()
	return context.WithValue(ctx, hashAheadKey{}, a), ctx.Err()
}

// WithoutHashes gives a context for a transaction that will not be committed:
// in it a secret is stored as one that nobody knows, which costs nothing.
func WithoutHashes(ctx context.Context) context.Context {
	return context.WithValue(ctx, hashAheadKey{}, &hashesAhead{dry: true})
}

// hash gives the hash of a secret: one that was made ahead, else it makes one.
func (d *Doors) hash(ctx context.Context, secret string) string {
	a, ok := ctx.Value(hashAheadKey{}).(*hashesAhead)
	if !ok {
		return d.hasher.Hash(secret)
	}
	a.mu.Lock()
	made, at := a.of[secret], a.next[secret]
	if len(made) > 0 {
		a.next[secret]++
	}
	a.mu.Unlock()
	switch {
	case a.dry:
		return ""
	case len(made) == 0:
		return d.hasher.Hash(secret)
	}
	return made[at%len(made)]
}
