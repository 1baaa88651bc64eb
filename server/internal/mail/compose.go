package mail

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// compose writes the mail about a message.
func (m *Mail) compose(s Settings, a SendArgs, sound []byte) (*gomail.Msg, error) {
	subject, body := a.Voicemail.text(m.o.Zone, len(sound) > 0)
	msg, err := m.message(s, a.To, subject, body, a.Voicemail.At)
	if err != nil {
		return nil, err
	}
	msg.SetMessageIDWithValue(a.messageID(m.o.Host))
	if len(sound) > 0 {
		name := "voicemail-" + a.Voicemail.At.In(m.o.Zone).Format("20060102-150405") + ".wav"
		if err := msg.AttachReader(name, bytes.NewReader(sound), gomail.WithFileContentType("audio/wav")); err != nil {
			return nil, fmt.Errorf("mail: attach the recording: %w", err)
		}
	}
	return msg, nil
}

func (m *Mail) message(s Settings, to, subject, body string, at time.Time) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(s.FromName, s.From); err != nil {
		return nil, fmt.Errorf("mail: write the sender: %w", err)
	}
	if err := msg.To(to); err != nil {
		return nil, fmt.Errorf("mail: write the recipient: %w", err)
	}
	msg.Subject(subject)
	msg.SetDateWithValue(at.In(m.o.Zone))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // no answers from who is on holiday (RFC 3834)
	msg.SetBodyString(gomail.TypeTextPlain, body)
	return msg, nil
}

var _ io.WriterTo = (*gomail.Msg)(nil)

// text is the subject and the body of a mail about a message.
func (v Voicemail) text(zone *time.Location, attached bool) (subject, body string) {
	if v.Language == "en" {
		return v.english(zone, attached)
	}
	return v.japanese(zone, attached)
}

func (v Voicemail) japanese(zone *time.Location, attached bool) (subject, body string) {
	at := v.At.In(zone)
	from := v.caller("非通知")
	day := []string{"日", "月", "火", "水", "木", "金", "土"}[at.Weekday()]
	var b strings.Builder
	fmt.Fprintf(&b, "留守番電話にメッセージが録音されました。\r\n\r\n")
	fmt.Fprintf(&b, "発信者：%s\r\n", from)
	fmt.Fprintf(&b, "着信番号：%s\r\n", clean(v.Called))
	fmt.Fprintf(&b, "音声ファイル：%s\r\n", clean(v.Box))
	fmt.Fprintf(&b, "日時：%s（%s）%s（%s）\r\n", at.Format("2006年1月2日"), day, at.Format("15:04"), zone)
	fmt.Fprintf(&b, "長さ：%s\r\n\r\n", v.lengthJA())
	if attached {
		b.WriteString("メッセージはこのメールに添付されています。\r\n")
	} else {
		b.WriteString("メッセージは管理画面でお聞きください。\r\n")
	}
	return fmt.Sprintf("【留守番電話】%s（%s）", from, v.lengthJA()), b.String()
}

func (v Voicemail) english(zone *time.Location, attached bool) (subject, body string) {
	at := v.At.In(zone)
	from := v.caller("number withheld")
	var b strings.Builder
	fmt.Fprintf(&b, "A caller has left a message.\r\n\r\n")
	fmt.Fprintf(&b, "From: %s\r\n", from)
	fmt.Fprintf(&b, "Called: %s\r\n", clean(v.Called))
	fmt.Fprintf(&b, "Announcement: %s\r\n", clean(v.Box))
	fmt.Fprintf(&b, "Time: %s (%s)\r\n", at.Format("Monday, 2 January 2006, 15:04"), zone)
	fmt.Fprintf(&b, "Length: %s\r\n\r\n", v.lengthEN())
	if attached {
		b.WriteString("The message is attached to this mail.\r\n")
	} else {
		b.WriteString("The message can be heard in the console.\r\n")
	}
	return fmt.Sprintf("Voicemail from %s (%s)", from, v.lengthEN()), b.String()
}

func (v Voicemail) caller(withheld string) string {
	number, name := clean(v.From), clean(v.FromName)
	switch {
	case number == "":
		return withheld
	case name == "":
		return number
	}
	return name + " (" + number + ")"
}

// seconds of the message, those begun counted.
func (v Voicemail) seconds() int { return int((v.Length + time.Second - 1) / time.Second) }

func (v Voicemail) lengthJA() string {
	n := v.seconds()
	if n < 60 {
		return fmt.Sprintf("%d秒", n)
	}
	return fmt.Sprintf("%d分%d秒", n/60, n%60)
}

func (v Voicemail) lengthEN() string {
	return fmt.Sprintf("%d:%02d", v.seconds()/60, v.seconds()%60)
}
