package live

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// chats gives the chat's messages that a socket was sent.
func (c *client) chats() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(c.sent), func(m string) bool { return len(m) < 13 || m[:13] != `{"type":"chat` })
}

func TestChatReachesThoseConcerned(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		watch := map[string]*client{}
		for name, v := range map[string]Viewer{
			"supervisor": supervisor, "sato": asSato, "sato again": asSato, "suzuki": {Session: id.Numbered[id.Session](3), Agent: suzuki},
			"nobody": {Session: id.Numbered[id.Session](4), Agent: id.Numbered[id.Agent](9)},
		} {
			watch[name] = newClient(t)
			h.box.Put(input{join: &joining{socket: watch[name], viewer: v}})
		}
		h.SetPlan(Plan{
			Groups: site().Groups,
			Agents: append(site().Agents, Agent{ID: id.Numbered[id.Agent](9), Name: "外"}),
		})
		got := func() string {
			synctest.Wait()
			var out []string
			for name, c := range watch {
				for range c.chats() {
					out = append(out, name)
				}
				c.mu.Lock()
				c.sent = nil
				c.mu.Unlock()
			}
			slices.Sort(out)
			return strings.Join(out, ", ")
		}
		got()
		for _, tt := range []struct {
			d    Delivery
			want string
		}{
			{Delivery{Agents: []id.Agent{sato}}, "sato, sato again"},
			{Delivery{Group: general}, "suzuki"},
			{Delivery{Group: general, Supervisors: true}, "supervisor, suzuki"},
			{Delivery{Group: orders, Agents: []id.Agent{sato}}, "sato, sato again, suzuki"},
			{Delivery{Group: id.Numbered[id.Group](99)}, ""},
			{Delivery{}, ""},
		} {
			tt.d.Message = []byte(`{"type":"chat.x"}`)
			h.Deliver(tt.d)
			if g := got(); g != tt.want {
				t.Errorf("%+v reached %q, expected %q", tt.d, g, tt.want)
			}
		}
	})
}

// A socket whose buffer is full is cut, and nobody else waits for it.
func TestChatWaitsForNobody(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		slow, well := newClient(t), newClient(t)
		h.box.Put(input{join: &joining{socket: slow, viewer: asSato}})
		h.box.Put(input{join: &joining{socket: well, viewer: asSato}})
		synctest.Wait()
		slow.mu.Lock()
		slow.slow = true
		slow.mu.Unlock()
		h.Deliver(Delivery{Agents: []id.Agent{sato}, Message: []byte(`{"type":"chat.message"}`)})
		synctest.Wait()
		if _, _, closed := slow.counts(); closed == "" || len(well.chats()) != 1 {
			t.Errorf("the slow one was closed with %q, the other got %v", closed, well.chats())
		}
	})
}

// BenchmarkChatToThousand is the time until a message has left for the last of
// a thousand sockets of a group, over real connections.
func BenchmarkChatToThousand(b *testing.B) {
	const readers = 1000
	h, address := serve(b)
	plan := site()
	plan.Groups[0].Members = append(plan.Groups[0].Members, supervisor.Agent)
	h.SetPlan(plan)
	message := []byte(`{"type":"chat.message","message":{"thread":"00000000-0000-7000-8000-010000000000","seq":1,"ref":"abc","at":1,"author":"x","authorName":"さとう","text":"お世話になっております。折返しをお願いします。"}}`)
	var all sync.WaitGroup
	arrived := make(chan time.Time, readers)
	for range readers {
		p, _, err := dial(address, "")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = p.Close() })
		all.Add(1)
		go func() {
			first := true
			for {
				_, text, err := p.next()
				if err != nil {
					return
				}
				if first {
					first = false
					all.Done() // the snapshot
				}
				if len(text) > 13 && string(text[:13]) == `{"type":"chat` {
					arrived <- time.Now()
				}
			}
		}()
	}
	all.Wait()
	var waits []time.Duration
	for b.Loop() {
		from := time.Now()
		h.Deliver(Delivery{Group: orders, Supervisors: true, Message: message})
		for range readers {
			waits = append(waits, (<-arrived).Sub(from))
		}
	}
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "ms-p99")
}
