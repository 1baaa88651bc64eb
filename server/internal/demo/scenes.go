package demo

import (
	"fmt"
	"slices"

	"github.com/yobirin/yobirin/shared/sipua"
)

// act is one thing that people do with the keys of their phones.
type act struct {
	name  string
	play  func(*scene) error
	again bool // it is played for the second time in this round
}

func scenes() []act {
	return []act{
		{name: "park", play: (*scene).park},
		{name: "menu", play: (*scene).menu},
		{name: "transfer", play: (*scene).transfer},
		{name: "consult", play: (*scene).consult},
		{name: "voicemail", play: (*scene).voicemail},
		{name: "pick-up", play: (*scene).pickUp},
		{name: "conference", play: (*scene).conference},
		{name: "monitor", play: (*scene).monitor},
		{name: "callback", play: (*scene).callback},
		{name: "refer", play: (*scene).refer},
		{name: "hot desk", play: (*scene).hotDesk},
		{name: "join", play: (*scene).join},
		{name: "hold", play: (*scene).hold},
		{name: "echo", play: (*scene).echo},
	}
}

// anyNumber is a number of the site where one phone rings after the other.
func (s *scene) anyNumber() string {
	return pick(s.d.cast.dice, []string{freeNumber, repairNumber})
}

// park: #7, and the slot's number at another phone.
func (s *scene) park() error {
	number, caller, a, err := s.served(s.anyNumber(), manner{who: japaneseCaller})
	if err != nil {
		return err
	}
	if err := s.rest(5, 9); err != nil {
		return err
	}
	before, turned := s.slots()
	a.talk.press("#7")
	slot := ""
	for slot == "" {
		if err := s.await(turned, soon); err != nil {
			return err
		}
		var now map[string]bool
		now, turned = s.slots()
		for _, name := range slotNames() {
			if now[name] && !before[name] {
				slot = name
			}
		}
	}
	s.say("%[1]s が %[2]s を #7 でパーク %[3]s に入れました", "%[1]s parks %[2]s in %[3]s (#7)", a.phone.who(), short(number), slot)
	if err := s.rest(8, 12); err != nil {
		return err
	}
	b, err := s.free(a.phone)
	if err != nil {
		return err
	}
	t, err := s.dials(b, slot)
	if err != nil {
		return err
	}
	s.say("%[1]s が %[3]s をダイヤルして %[2]s に応答しました", "%[1]s picks %[2]s up by dialing %[3]s", b.who(), short(number), slot)
	if err := s.rest(10, 18); err != nil {
		return err
	}
	caller.hangUp()
	return s.over(t, caller)
}

// menu: a caller chooses by key.
func (s *scene) menu() error {
	key := pick(s.d.cast.dice, []string{menuOrders, menuRepairs})
	name := map[string]string{menuOrders: "受注", menuRepairs: "修理"}[key]
	number, caller, a, err := s.served(mainNumber, manner{who: japaneseCaller, key: key})
	if err != nil {
		return err
	}
	s.say("%[1]s が代表IVRで %[2]s を押し、%[3]s の %[4]s が応答しました", "%[1]s presses %[2]s in the menu and is answered by %[4]s of %[3]s",
		short(number), key, name, a.phone.who())
	if err := s.rest(12, 22); err != nil {
		return err
	}
	a.talk.hangUp()
	return s.over(a.talk, caller)
}

// transfer: #8 + extension + #, without asking.
func (s *scene) transfer() error {
	number := s.d.carrier.someone()
	met := s.expect(number, false) // first the one who transfers, then the other
	caller := s.visitAs(number, s.anyNumber(), manner{who: japaneseCaller})
	if caller == nil {
		return errNobody
	}
	a, err := s.meet(met, answerIn)
	if err != nil {
		return err
	}
	if err := s.rest(6, 10); err != nil {
		return err
	}
	b, err := s.free(a.phone)
	if err != nil {
		return err
	}
	a.talk.press("#8" + b.agent.extension + "#")
	s.say("%[1]s が %[2]s を %[3]s に直転送します (#8%[4]s#)", "%[1]s transfers %[2]s to %[3]s (#8%[4]s#)",
		a.phone.who(), short(number), b.who(), b.agent.extension)
	return s.goesOn(met, number, caller, a.phone)
}

// goesOn waits for the phone that a transferred caller reaches, and lets them talk.
func (s *scene) goesOn(met <-chan meeting, number string, caller *talk, from *phone) error {
	b, err := s.meet(met, 2*soon)
	if err != nil {
		return err
	}
	if b.phone == from {
		s.say("%[2]s が %[1]s に戻りました", "%[2]s is back at %[1]s", from.who(), short(number))
	} else {
		s.say("%[1]s が %[2]s に応答しました", "%[1]s answers %[2]s", b.phone.who(), short(number))
	}
	if err := s.rest(10, 18); err != nil {
		return err
	}
	b.talk.hangUp()
	return s.over(b.talk, caller)
}

// asks is the first half of an attended transfer: an agent asks a colleague
// while the caller hears music.
func (s *scene) asks() (number string, caller *talk, a, b meeting, err error) {
	number, caller, a, err = s.served(s.anyNumber(), manner{who: japaneseCaller})
	if err != nil {
		return number, caller, a, b, err
	}
	if err = s.rest(6, 10); err != nil {
		return number, caller, a, b, err
	}
	to, err := s.free(a.phone)
	if err != nil {
		return number, caller, a, b, err
	}
	met := s.expect(a.phone.agent.extension, false)
	a.talk.press("#9" + to.agent.extension + "#")
	s.say("%[1]s が %[2]s を保留して %[3]s に相談します (#9%[4]s#)", "%[1]s puts %[2]s on hold and asks %[3]s (#9%[4]s#)",
		a.phone.who(), short(number), to.who(), to.agent.extension)
	if b, err = s.meet(met, soon); err == nil {
		err = s.rest(6, 10)
	}
	return number, caller, a, b, err
}

// consult: #9 + extension + #, and hanging up hands the caller over.
func (s *scene) consult() error {
	number, caller, a, b, err := s.asks()
	if err != nil {
		return err
	}
	a.talk.hangUp()
	s.say("%[1]s が電話を切り、%[2]s は %[3]s につながりました", "%[1]s hangs up: %[2]s talks to %[3]s", a.phone.who(), short(number), b.phone.who())
	if err := s.rest(10, 16); err != nil {
		return err
	}
	caller.hangUp()
	return s.over(a.talk, b.talk, caller)
}

// join: * while asking makes it three.
func (s *scene) join() error {
	number, caller, a, b, err := s.asks()
	if err != nil {
		return err
	}
	a.talk.press("*")
	s.say("%[1]s が * を押し、%[2]s と %[3]s の三者で話しています", "%[1]s presses *: all three talk, with %[2]s and %[3]s", a.phone.who(), short(number), b.phone.who())
	if err := s.rest(10, 15); err != nil {
		return err
	}
	b.talk.hangUp()
	if err := s.rest(4, 7); err != nil {
		return err
	}
	caller.hangUp()
	return s.over(a.talk, b.talk, caller)
}

// refer: the transfer key of the phone itself.
func (s *scene) refer() error {
	number := s.d.carrier.someone()
	met := s.expect(number, false)
	caller := s.visitAs(number, s.anyNumber(), manner{who: japaneseCaller})
	if caller == nil {
		return errNobody
	}
	a, err := s.meet(met, answerIn)
	if err != nil {
		return err
	}
	if err := s.rest(6, 10); err != nil {
		return err
	}
	b, err := s.free(a.phone)
	if err != nil {
		return err
	}
	a.talk.dialog.Refer(sipua.ReferTo{URI: s.d.cast.at(b.agent.extension)})
	s.say("%[1]s が電話機の転送キーで %[2]s を %[3]s に転送します (REFER)", "%[1]s transfers %[2]s to %[3]s with the phone's own key (REFER)",
		a.phone.who(), short(number), b.who())
	return s.goesOn(met, number, caller, a.phone)
}

// hold: the hold key of the phone.
func (s *scene) hold() error {
	number, caller, a, err := s.served(s.anyNumber(), manner{who: japaneseCaller})
	if err != nil {
		return err
	}
	if err := s.rest(6, 10); err != nil {
		return err
	}
	a.talk.offer(true)
	s.say("%[1]s が %[2]s を保留しました", "%[1]s puts %[2]s on hold", a.phone.who(), short(number))
	if err := s.rest(7, 12); err != nil {
		return err
	}
	a.talk.offer(false)
	s.say("%[1]s が保留を解除しました", "%[1]s is back with %[2]s", a.phone.who(), short(number))
	if err := s.rest(8, 14); err != nil {
		return err
	}
	a.talk.hangUp()
	return s.over(a.talk, caller)
}

// conference: three phones dial one of the first rooms; the others are the
// visitors' own.
func (s *scene) conference() error {
	room := fmt.Sprintf("920%d", 1+s.d.cast.dice.below(3))
	var in []*phone
	var talks []*talk
	for range 3 {
		p, err := s.free(in...)
		if err != nil {
			return err
		}
		t, err := s.dials(p, room)
		if err != nil {
			return err
		}
		in, talks = append(in, p), append(talks, t)
		s.say("%[1]s が会議室 %[2]s に入りました (%[3]d人)", "%[1]s enters the conference room %[2]s (%[3]d there)", p.who(), room, len(in))
		if err := s.rest(4, 7); err != nil {
			return err
		}
	}
	if err := s.rest(10, 15); err != nil {
		return err
	}
	slices.Reverse(talks)
	for _, t := range talks {
		t.hangUp()
		if err := s.rest(1, 3); err != nil {
			return err
		}
	}
	s.say("会議 %[1]s が終わりました", "the conference in %[1]s is over", room)
	return s.over(talks...)
}
