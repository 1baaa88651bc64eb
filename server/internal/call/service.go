package call

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const (
	pinLength = 4
	pinWait   = 15 * time.Second // for the next key of a PIN
)

// service is what a phone talks to when it talks to the exchange itself.
type service struct {
	kind serviceKind

	audio     id.Audio // heard before a message
	voicemail bool
	taping    bool
	from      time.Time // of the message
	length    time.Duration
	recording id.Recording // whose file is still to come

	agent   id.Agent // who sits down at a hot-desk phone
	pin     string
	asked   bool
	answers int // wrong PINs
}

type serviceKind string

const (
	serviceNone      serviceKind = ""
	serviceAnnounce  serviceKind = "announce"
	serviceVoicemail serviceKind = "voicemail"
	serviceRecord    serviceKind = "record"
	serviceEcho      serviceKind = "echo"
	serviceWhoAmI    serviceKind = "who-am-i"
	serviceCampaigns serviceKind = "campaigns"
	serviceSeatIn    serviceKind = "seat-in"
	serviceSeatOut   serviceKind = "seat-out"
)

// toService answers a phone that dialed one of the exchange's own services.
func (c *Call) toService(to route.Destination) {
	kinds := map[route.Feature]serviceKind{
		route.FeatureEcho: serviceEcho, route.FeatureWhoAmI: serviceWhoAmI, route.FeatureCampaigns: serviceCampaigns,
		route.FeatureSeatIn: serviceSeatIn, route.FeatureSeatOut: serviceSeatOut, route.FeatureRecord: serviceRecord,
	}
	c.stage = stageService
	c.service = service{kind: kinds[to.Feature], agent: to.Agent}
	if c.service.kind == serviceRecord {
		c.stage = stageMessage
	}
	if c.lead.Up {
		c.serviceBegins()
		return
	}
	c.answer(c.lead)
}

// serviceBegins: the phone can hear.
func (c *Call) serviceBegins() {
	l := c.lead
	if c.answeredAt.IsZero() && c.service.kind != serviceVoicemail {
		c.answeredAt = c.now
	}
	switch c.service.kind {
	case serviceVoicemail:
		c.say(l, string(say.VoicemailStart), append(c.prompt(l, say.VoicemailStart), leg.Sound{Tone: leg.ToneBeep})...)
	case serviceRecord:
		c.say(l, string(say.RecordStart), append(c.prompt(l, say.RecordStart), leg.Sound{Tone: leg.ToneBeep})...)
	case serviceEcho:
		c.say(l, string(say.EchoStart), c.prompt(l, say.EchoStart)...)
	case serviceWhoAmI:
		c.leave(l, string(say.YouAre), say.Digits(c.language(l), say.YouAre, l.Number)...)
	case serviceCampaigns:
		c.leave(l, string(say.CampaignNone), c.prompt(l, say.CampaignNone)...)
	case serviceSeatIn:
		c.askPIN(say.HotdeskPIN)
	case serviceSeatOut:
		c.service.asked = true
		c.out = append(c.out, Check{Device: l.Device})
	case serviceNone, serviceAnnounce:
	}
}

// servicePromptDone: what was said before is over.
func (c *Call) servicePromptDone() {
	switch c.service.kind {
	case serviceVoicemail:
		c.taping(journal.Voicemail)
	case serviceRecord:
		c.taping(journal.OwnAudio)
	case serviceSeatIn:
		c.arm(TimerKey, pinWait)
	case serviceEcho, serviceWhoAmI, serviceCampaigns, serviceSeatOut, serviceNone, serviceAnnounce:
	}
}

// servicePressed: # ends a message; a PIN is four digits and #. A PIN is
// written into no event.
func (c *Call) servicePressed(key string) {
	s := &c.service
	switch s.kind {
	case serviceVoicemail, serviceRecord:
		if key == "#" {
			c.messageOver("key")
		}
	case serviceSeatIn:
		if s.asked {
			return
		}
		c.hush(c.lead)
		if key != "#" {
			s.pin += key
			c.arm(TimerKey, pinWait)
			if len(s.pin) > 2*pinLength {
				c.serviceOver()
			}
			return
		}
		c.disarm(TimerKey)
		s.asked = true
		c.out = append(c.out, Check{Device: c.lead.Device, Agent: s.agent, PIN: s.pin})
		s.pin = ""
	case serviceEcho, serviceWhoAmI, serviceCampaigns, serviceSeatOut, serviceNone, serviceAnnounce:
	}
}

func (c *Call) askPIN(what say.ID) {
	c.say(c.lead, string(what), c.prompt(c.lead, what)...)
}

// checked: whether the agent may sit down at the phone, or has got up.
func (c *Call) checked(in Checked) {
	s := &c.service
	if c.stage != stageService || !s.asked || !c.lead.live() {
		return
	}
	s.asked = false
	c.emit(journal.SeatChanged{Device: c.lead.Device, Agent: s.agent, In: s.kind == serviceSeatIn, Refused: in.Refused})
	what := say.Unavailable
	switch {
	case in.Refused == "" && s.kind == serviceSeatIn:
		what = say.HotdeskOk
	case in.Refused == "":
		what = say.HotdeskOut
	case in.Refused == "wrong-pin":
		if s.answers++; s.answers < 3 {
			c.say(c.lead, string(say.HotdeskWrong), append(c.prompt(c.lead, say.HotdeskWrong), c.prompt(c.lead, say.HotdeskPIN)...)...)
			return
		}
		what = say.HotdeskWrong
	case in.Refused == "locked":
		what = say.HotdeskLocked
	case in.Refused == "unknown":
		what = say.AgentUnknown
	}
	c.leave(c.lead, string(what), c.prompt(c.lead, what)...)
}

// serviceOver ends a service that nobody uses any more.
func (c *Call) serviceOver() {
	c.endedBy = journal.PartySystem
	c.leave(c.lead, string(say.Goodbye), c.prompt(c.lead, say.Goodbye)...)
}
