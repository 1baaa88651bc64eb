package app

import (
	"context"
	"crypto/tls"
	"net/http"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/update"
)

// watchUpdates asks now and then whether there is a newer version: where IT
// says, else at the server.
func (m *Main) watchUpdates(t trust) (err error) {
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: t.pool, MinVersion: tls.VersionTLS12},
	}}
	fetch := func(ctx context.Context) ([]byte, error) {
		address := m.policy.Update
		if address == "" {
			server, _ := m.store.Server()
			address = server + "/app/manifest.json"
		}
		return update.Over(client, address)(ctx)
	}
	keep := func(released time.Time) {
		if err := m.store.SetReleased(released); err != nil {
			m.log.Error("the newest version's date was not kept", "err", err)
		}
	}
	m.update, err = update.New(update.Options{
		Fetch: fetch, Key: m.o.UpdateKey, Version: m.o.Version, Tell: m.loop.Tell, Seen: m.store.Released(), Keep: keep, Log: m.log,
	})
	return err
}
