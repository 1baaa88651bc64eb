package sipedge

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// LampState is a dialog's state as RFC 4235 section 3.7 has it.
type LampState string

// The states.
const (
	LampTrying     LampState = "trying"
	LampEarly      LampState = "early" // it rings
	LampConfirmed  LampState = "confirmed"
	LampTerminated LampState = "terminated"
)

// LampDirection is who made the call, from the extension's view.
type LampDirection string

// The directions.
const (
	LampInitiator LampDirection = "initiator"
	LampRecipient LampDirection = "recipient"
)

// LampDialog is one call of an extension, or what stands in a park slot.
type LampDialog struct {
	ID        string // names it among the extension's dialogs as long as it lasts; at most 64 bytes
	State     LampState
	Direction LampDirection
	Remote    leg.Identity
	// Leg, with State early, is the leg that rings at the extension's phone:
	// watchers may then pick it up by INVITE with Replaces (leg.Incoming.Replaces).
	Leg id.Leg
}

// lampDialogs is the most dialogs that a lamp tells.
const lampDialogs = 8

// SetLamp says how an extension, a park slot or a hot desk stands; none is
// idle. Phones that watch it are told when that is news, at most five times a
// second; the state is kept for those that come later.
func (e *Edge) SetLamp(ext string, dialogs []LampDialog) {
	dialogs = slices.Clone(dialogs[:min(len(dialogs), lampDialogs)])
	for i := range dialogs {
		d := &dialogs[i]
		d.ID, d.Remote.Name = clean(d.ID, 64), clean(d.Remote.Name, maxText)
	}
	e.watchers.setLamp(ext, dialogs)
}

// RemoveLamp ends the subscriptions to an extension that is no more.
func (e *Edge) RemoveLamp(ext string) { e.watchers.removeLamp(ext) }

// SetMessages says how many new and old messages wait for a device's owner.
func (e *Edge) SetMessages(device id.Device, fresh, old int) {
	if e.watchers.setMail(device, mail{max(fresh, 0), max(old, 0)}) && e.cfg.UnsolicitedMessages {
		for _, b := range e.contactsOf(device) {
			e.sendMail(device, b)
		}
	}
}

const (
	dialogInfoType = "application/dialog-info+xml"
	summaryType    = "application/simple-message-summary"
)

// dialogInfo writes the full state of an extension (RFC 4235 section 4).
func (e *Edge) dialogInfo(ext string, dialogs []LampDialog, version uint32) sipua.Content {
	entity := e.lampURI(ext)
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="`)
	b.WriteString(strconv.FormatUint(uint64(version), 10))
	b.WriteString(`" state="full" entity="` + escapeXML(entity) + `">` + "\n")
	if len(dialogs) == 0 {
		// Full state without dialogs is idle, but some phones wait for this word.
		b.WriteString(`<dialog id="` + escapeXML(clean(ext, 64)) + `"><state>terminated</state></dialog>` + "\n")
	}
	for i := range dialogs {
		e.writeDialog(&b, entity, &dialogs[i])
	}
	b.WriteString("</dialog-info>\n")
	return sipua.Content{Type: dialogInfoType, Body: []byte(b.String())}
}

func (e *Edge) writeDialog(b *strings.Builder, entity string, d *LampDialog) {
	b.WriteString(`<dialog id="` + escapeXML(d.ID) + `"`)
	if d.State == LampEarly && !d.Leg.IsZero() && d.Direction == LampRecipient {
		n := e.pickup(d.Leg)
		b.WriteString(` call-id="` + n.CallID + `" local-tag="` + n.ToTag + `" remote-tag="` + n.FromTag + `"`)
	}
	if d.Direction != "" {
		b.WriteString(` direction="` + escapeXML(string(d.Direction)) + `"`)
	}
	b.WriteString(`><state>` + escapeXML(string(d.State)) + `</state>`)
	remote, name := "sip:anonymous@anonymous.invalid", ""
	if n := digits(d.Remote.Number); n != "" && !d.Remote.Withheld {
		remote = e.lampURI(n)
	}
	if !d.Remote.Withheld {
		name = d.Remote.Name
	}
	party := func(element, uri, name string) {
		b.WriteString("<" + element + "><identity")
		if name != "" {
			b.WriteString(` display="` + escapeXML(name) + `"`)
		}
		b.WriteString(">" + escapeXML(uri) + `</identity><target uri="` + escapeXML(uri) + `"/></` + element + ">")
	}
	party("local", entity, "")
	party("remote", remote, name)
	b.WriteString("</dialog>\n")
}

func (e *Edge) lampURI(user string) string { u := e.self(escapeUser(user)).URI; return u.String() }

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// mail is what waits for a device's owner.
type mail struct{ fresh, old int }

// summary writes RFC 3842's message-summary.
func (e *Edge) summary(user string, m mail) sipua.Content {
	waiting := "no"
	if m.fresh > 0 {
		waiting = "yes"
	}
	body := "Messages-Waiting: " + waiting + "\r\nMessage-Account: " + e.lampURI(user) +
		"\r\nVoice-Message: " + itoa(m.fresh) + "/" + itoa(m.old) + " (0/0)\r\n"
	return sipua.Content{Type: summaryType, Body: []byte(body)}
}

// contactsOf gives the reachable contacts of a device.
func (e *Edge) contactsOf(device id.Device) []binding {
	up, _ := e.phones.reach(device, time.Now())
	return up
}

// sendMail tells a contact of messages that it did not subscribe to.
func (e *Edge) sendMail(device id.Device, b binding) {
	acct := e.plan.Load().devices[device]
	m, subscribed := e.watchers.mailOf(device)
	if acct == nil || subscribed {
		return
	}
	c := e.summary(acct.User, m)
	e.ua.Send(sipua.Outgoing{
		Method: "NOTIFY", Target: b.target(), From: e.self(escapeUser(acct.User)), Contact: true, ContentType: c.Type, Body: c.Body,
		Headers: []sipua.Header{{Name: "Event", Value: "message-summary"}, {Name: "Subscription-State", Value: "active"}},
	}, func(sipua.Result) {})
}
