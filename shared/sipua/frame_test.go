package sipua_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
)

// A network cuts a message anywhere: at the end of a line, before the empty
// line behind the head, within the body, within a folded header.
func TestStreamTakesMessagesCutAnywhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, _, _, _ := registrar(t, 600)
		body := "v=0\r\no=- 1 1 IN IP4 192.0.2.66\r\ns=-\r\n\r\na=sendrecv\r\n"
		head := strings.ReplaceAll(strings.ReplaceAll(req("OPTIONS", 1, "t0", "", "", ""), "SIP/2.0/UDP", "SIP/2.0/TCP"), "\n", "\r\n")
		head = strings.ReplaceAll(head, "Content-Length: 0\r\n\r\n", fmt.Sprintf("Subject: a subject\r\n that is folded\r\nContent-Length: %d\r\n\r\n", len(body)))
		text := func(i int) string { return strings.ReplaceAll(head, "z9hG4bKt0", fmt.Sprintf("z9hG4bKt%d", i)) + body }
		for cut := range len(text(1000)) {
			conn, err := n.Dialer("192.0.2.66")(context.Background(), netip.MustParseAddrPort("192.0.2.1:5060"))
			if err != nil {
				t.Fatal(err)
			}
			got := make(chan string)
			go func() {
				buf, all := make([]byte, 4096), ""
				for {
					num, err := conn.Read(buf)
					if all += string(buf[:num]); err != nil {
						got <- all
						return
					}
				}
			}()
			// The second follows on the first at once, with a ping in between.
			whole := text(1000+2*cut) + "\r\n\r\n" + text(1001+2*cut)
			_, _ = conn.Write([]byte(whole[:cut]))
			synctest.Wait()
			_, _ = conn.Write([]byte(whole[cut:]))
			synctest.Wait()
			_ = conn.Close()
			if all := <-got; strings.Count(all, "SIP/2.0 200 OK") != 2 || !strings.Contains(all, "\r\n\r\n\r\nSIP/2.0 200 OK") {
				t.Fatalf("cut at %d, %q|%q: answered %q", cut, whole[max(0, cut-12):cut], whole[cut:cut+8], all)
			}
		}
	})
}
