package shell

import (
	"bytes"
	"regexp"
)

// scrubber takes out of lines for IT what should never have been in them:
// secrets, addresses of people, numbers of telephones.
type scrubber struct{ secrets, people, numbers *regexp.Regexp }

func newScrubber() scrubber {
	return scrubber{
		secrets: regexp.MustCompile(`(?i)\b(pass(?:word|wd)?|secret|token|authorization|bearer|cookie|pin|response|nonce|inline)\b("?\s*[:=]\s*|\s+)("[^"]*"|\S+)`),
		people:  regexp.MustCompile(`(?i)\b(sips?:|tel:|callto:|mailto:)[^\s"<>;,]+|[\w.+%-]+@[\w.-]+`),
		// Times, addresses in memory and versions come first and stay.
		numbers: regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|0x[0-9a-fA-F]+\+?(?:0x[0-9a-fA-F]+)?|h1:\S+|v\d+\.\d+\.\d+\S*|\b[0-9a-f]{40}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b|\+?\d(?:[-() ]{0,2}\d){5,}`),
	}
}

func (s scrubber) scrub(line []byte) []byte {
	line = s.secrets.ReplaceAll(line, []byte("$1$2***"))
	line = s.people.ReplaceAll(line, []byte("***"))
	return s.numbers.ReplaceAllFunc(line, func(found []byte) []byte {
		kept := bytes.ContainsAny(found, "T:.x") || bytes.HasPrefix(found, []byte("v")) || len(found) == 40 && !bytes.ContainsAny(found, "-() ")
		if kept {
			return found
		}
		return []byte("###")
	})
}
