package demo

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/pcm"
)

// recorded are made from speech/speech.json by scripts/make-prompts.sh.
//
//go:embed speech/*.wav
var recorded embed.FS

// The tones of a demo without speech: callers and agents are told apart by ear.
const (
	callerTone = 440
	agentTone  = 660
	beepFrames = pcm.Rate / 2
)

// part is who speaks.
type part string

// The parts; the files of their speech begin with these names.
const (
	japaneseCaller part = "caller-ja"
	englishCaller  part = "caller-en"
	japaneseAgent  part = "agent-ja"
	englishAgent   part = "agent-en"
)

// speech is what each part says, in 8 kHz samples.
type speech map[part][][]int16

func readSpeech() (speech, error) {
	list, err := recorded.ReadDir("speech")
	if err != nil {
		return nil, fmt.Errorf("demo: read the speech: %w", err)
	}
	out := speech{}
	for _, entry := range list {
		name := entry.Name()
		if strings.HasPrefix(name, "site-") {
			continue // nobody's speech: Files has it
		}
		raw, err := recorded.ReadFile("speech/" + name)
		if err != nil {
			return nil, fmt.Errorf("demo: read the speech: %w", err)
		}
		w, err := pcm.ParseWAV(raw)
		if err != nil || w.Rate != pcm.Rate {
			return nil, fmt.Errorf("demo: speech %s at %d frames a second: %w", name, w.Rate, err)
		}
		who := part(name[:strings.LastIndexByte(name, '-')])
		out[who] = append(out[who], w.Mono())
	}
	for _, who := range []part{japaneseCaller, englishCaller, japaneseAgent, englishAgent} {
		if len(out[who]) == 0 {
			return nil, fmt.Errorf("demo: there is no speech for %s", who)
		}
	}
	return out, nil
}

// tones makes a voice of beeps for every part: half a second each.
func tones() speech {
	beep := func(freq float64) [][]int16 { return [][]int16{pcm.Pure(freq, 0.3).Samples(beepFrames, pcm.Rate)} }
	caller, agent := beep(callerTone), beep(agentTone)
	return speech{japaneseCaller: caller, englishCaller: caller, japaneseAgent: agent, englishAgent: agent}
}

// voice says its phrases in turn, with pauses between them.
type voice struct {
	phrases [][]int16
	pause   int // samples between phrases
	next    int
	rest    []int16 // of the phrase that is being said
	wait    int     // samples until the next phrase
}

// newVoice gives a part its voice. Callers and agents mostly speak in turn,
// because agents begin at once, with their greeting, and callers later.
func (s speech) newVoice(d *dice, who part) *voice {
	v := &voice{phrases: slices.Clone(s[who]), wait: pcm.Rate / 2, pause: 6 * pcm.Rate}
	if len(v.phrases[0]) <= beepFrames {
		v.pause = beepFrames
		return v
	}
	if who == japaneseCaller || who == englishCaller {
		first := d.below(len(v.phrases))
		v.phrases = append(v.phrases[first:], v.phrases[:first]...)
		v.wait = 4 * pcm.Rate
	}
	return v
}

// say fills dst with what comes next.
func (v *voice) say(dst []int16) {
	for len(dst) > 0 {
		if v.wait > 0 {
			n := min(v.wait, len(dst))
			clear(dst[:n])
			v.wait, dst = v.wait-n, dst[n:]
			continue
		}
		if len(v.rest) == 0 {
			v.rest, v.next = v.phrases[v.next], (v.next+1)%len(v.phrases)
		}
		n := copy(dst, v.rest)
		v.rest, dst = v.rest[n:], dst[n:]
		if len(v.rest) == 0 {
			v.wait = v.pause
		}
	}
}
