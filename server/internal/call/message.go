package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// shortest is what a message must last to be kept (C-AUD-2).
const shortest = 2 * time.Second

// toAudio plays an audio file to the lead, which ends the call, or lets it
// leave a message after it (C-AUD-2).
func (c *Call) toAudio(to route.Destination) {
	c.stage, c.group = stageAnnounced, nil
	c.service = service{kind: serviceAnnounce, audio: to.Audio, voicemail: to.Voicemail}
	if a := c.plan.Audio(to.Audio); a != nil && a.Voicemail {
		c.service.voicemail = true
	}
	c.arrived()
	if c.lead.Up {
		c.announceTo()
		return
	}
	c.answer(c.lead)
}

func (c *Call) announceTo() {
	c.say(c.lead, "announcement", leg.Sound{Audio: c.service.audio})
}

func (c *Call) announcedDone() {
	if c.service.voicemail {
		c.service.kind = serviceVoicemail
		c.stage = stageMessage
		c.serviceBegins()
		return
	}
	c.endedBy = journal.PartySystem
	c.hangUpAll(leg.Cause{Kind: leg.CauseNormal})
}

// taping begins to record what the lead says.
func (c *Call) taping(kind journal.RecordingKind) {
	c.service.taping = true
	c.service.from = c.now
	c.startTape(kind, false)
	limit := c.plan.Settings.MessageTime
	if limit <= 0 {
		limit = 180 * time.Second
	}
	c.arm(TimerMessage, limit)
}

// messageOver ends the recording of a message or an audio file.
func (c *Call) messageOver(why string) {
	c.disarm(TimerMessage)
	s := &c.service
	if !s.taping {
		return
	}
	s.taping = false
	s.length = c.now.Sub(s.from)
	s.recording = c.tape.recording
	c.stopTape()
	if why == "hang-up" {
		return
	}
	thanks := say.VoicemailThanks
	if s.kind == serviceRecord {
		thanks = say.RecordSaved
	}
	c.endedBy = journal.PartySystem
	c.cause = leg.Cause{Kind: leg.CauseNormal}
	c.leave(c.lead, string(thanks), c.prompt(c.lead, thanks)...)
}

// messageKept tells of the message once its file is there.
func (c *Call) messageKept(f leg.Recorded) {
	s := &c.service
	if s.recording.IsZero() || f.Recording != s.recording {
		return
	}
	s.recording = id.Recording{}
	short := s.length < shortest || f.Failed != ""
	if s.kind == serviceRecord {
		c.emit(journal.AudioRecorded{Recording: f.Recording, Agent: c.lead.Agent, Length: s.length, Discard: short})
		return
	}
	e := journal.VoicemailLeft{Recording: f.Recording, Audio: s.audio, From: c.from, At: s.from, Length: s.length, Discard: short}
	if c.number != nil {
		e.Number = c.number.ID
	}
	c.emit(e)
}
