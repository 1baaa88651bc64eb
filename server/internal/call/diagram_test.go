package call

import (
	"fmt"
	"slices"
	"strings"
)

// diagram is the script as a sequence diagram of Mermaid.
func (l ladder) diagram(b *strings.Builder) {
	var who []string
	name := func(s string) string {
		s, _, _ = strings.Cut(s, "/")
		i := slices.Index(who, s)
		if i < 0 {
			who = append(who, s)
			i = len(who) - 1
		}
		return fmt.Sprintf("p%d", i+1)
	}
	var body strings.Builder
	for i, s := range l.steps {
		if s.words[0] == "records" {
			continue
		}
		for _, n := range s.notes {
			fmt.Fprintf(&body, "    Note over exchange: %s\n", mermaid(n))
		}
		fmt.Fprintf(&body, "    %s\n", s.arrow(i+1, name))
		for _, line := range s.told {
			fmt.Fprintf(&body, "    %s\n", answerArrow(line, name))
		}
	}
	b.WriteString("```mermaid\nsequenceDiagram\n    participant exchange\n")
	for i, n := range who {
		fmt.Fprintf(b, "    participant p%d as %s\n", i+1, n)
	}
	b.WriteString(body.String() + "```\n")
}

// arrow is a command: what somebody does.
func (s ladderStep) arrow(n int, name func(string) string) string {
	args := s.words[1:]
	said := fmt.Sprintf("%d. %s", n, mermaid(strings.Join(append([]string{s.words[0]}, args[min(1, len(args)):]...), " ")))
	switch s.words[0] {
	case "with":
		return fmt.Sprintf("Note over exchange: %d. the site: %s", n, mermaid(strings.Join(args, " ")))
	case "wait":
		return fmt.Sprintf("Note over exchange: %d. %s pass", n, args[0])
	case "restarts", "crashes":
		return fmt.Sprintf("Note over exchange: %d. the server %s", n, s.words[0])
	case "together":
		return fmt.Sprintf("Note over exchange: %d. in the same instant:", n)
	case "at-once":
		return fmt.Sprintf("Note over exchange: %d. this comes of it", n)
	case "said":
		return fmt.Sprintf("Note over %s: %d. has heard it to the end", name(args[0]), n)
	case "busy", "declines", "unreachable", "works", "offline", "online", "slow", "early", "ringless", "pauses", "returns", "locks":
		return fmt.Sprintf("Note over exchange: %d. %s: %s", n, s.words[0], mermaid(args[0]))
	case "does", "orders", "orders-showing":
		return fmt.Sprintf("%s->>exchange: %s", name(args[0]+" (screen)"), said)
	}
	return fmt.Sprintf("%s->>exchange: %s", name(args[0]), said)
}

// answerArrow is what the exchange does.
func answerArrow(line string, name func(string) string) string {
	for prefix, arrow := range map[string]string{"exchange -> ": "->>", "exchange says to ": "-->>"} {
		rest, is := strings.CutPrefix(line, prefix)
		if !is {
			continue
		}
		to, what, _ := strings.Cut(rest, ": ")
		if arrow == "-->>" {
			what = "“" + what + "”"
		}
		if _, second, two := strings.Cut(to, "/"); two {
			what += " (line " + second + ")"
		}
		return fmt.Sprintf("exchange%s%s: %s", arrow, name(to), mermaid(what))
	}
	return "Note over exchange: " + mermaid(line)
}

// mermaid writes text so that Mermaid takes none of it for its own language.
func mermaid(s string) string {
	return strings.NewReplacer("#", "#35;", ";", "#59;", ":", "#58;").Replace(s)
}
