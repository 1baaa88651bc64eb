package demo

// monitor: a supervisor listens, whispers and barges in.
func (s *scene) monitor() error {
	var boss *phone
	for _, p := range s.d.phones {
		if p.agent.role == "supervisor" && p.idle() {
			boss = p
		}
	}
	if boss == nil {
		return errNobody
	}
	number, caller, a, err := s.served(s.anyNumber(), manner{who: japaneseCaller})
	if err != nil {
		return err
	}
	if err := s.rest(3, 6); err != nil {
		return err
	}
	t, err := s.dials(boss, "995"+a.phone.agent.extension)
	if err != nil {
		return err
	}
	s.say("%[1]s (SV) が %[2]s と %[3]s の通話をモニタリングします (995%[4]s)", "%[1]s (supervisor) listens to %[2]s and %[3]s (995%[4]s)",
		boss.who(), a.phone.who(), short(number), a.phone.agent.extension)
	if err := s.rest(8, 12); err != nil {
		return err
	}
	t.press("2")
	s.say("%[1]s が %[2]s だけにささやきます", "%[1]s whispers to %[2]s", boss.who(), a.phone.who())
	if err := s.rest(6, 9); err != nil {
		return err
	}
	t.press("3")
	s.say("%[1]s が通話に割り込みます", "%[1]s barges in", boss.who())
	if err := s.rest(6, 9); err != nil {
		return err
	}
	t.hangUp()
	if err := s.rest(3, 6); err != nil {
		return err
	}
	caller.hangUp()
	return s.over(t, a.talk, caller)
}

// voicemail: somebody calls out of hours and leaves a message.
func (s *scene) voicemail() error {
	number, caller, err := s.visit(nightNumber, manner{who: japaneseCaller})
	if err != nil || caller == nil {
		return errNobody
	}
	if err := s.await(caller.up, soon); err != nil {
		return err
	}
	s.say("%[1]s が夜間受付に電話をかけています", "%[1]s calls out of hours", short(number))
	if err := s.really(24, 30); err != nil { // what is said before the tone, and the message
		return err
	}
	caller.press("#")
	if err := s.over(caller); err != nil {
		return err
	}
	s.say("%[1]s が留守電にメッセージを残しました", "%[1]s has left a message", short(number))
	return nil
}

// pickUp: 9300 + group takes what rings at another phone.
func (s *scene) pickUp() error {
	number := s.d.carrier.someone()
	rings := s.expect(number, true)
	caller := s.visitAs(number, repairNumber, manner{who: japaneseCaller})
	if caller == nil {
		return errNobody
	}
	a, err := s.meet(rings, answerIn)
	if err != nil {
		return err
	}
	b, err := s.free(a.phone)
	if err != nil {
		return err
	}
	if err := s.rest(2, 3); err != nil {
		return err
	}
	t, err := s.dials(b, "9300"+repairGroup)
	if err != nil {
		return err
	}
	s.say("%[2]s の電話で鳴っていた %[3]s に %[1]s が代理応答しました (9300%[4]s)", "%[1]s picks up %[3]s, who rang at %[2]s's phone (9300%[4]s)",
		b.who(), a.phone.who(), short(number), repairGroup)
	if err := s.rest(10, 18); err != nil {
		return err
	}
	t.hangUp()
	return s.over(t, caller)
}

// callback: a caller who waits presses 1, keeps the place and is called.
func (s *scene) callback() error {
	first, _, a, err := s.served(bookingNumber, manner{who: japaneseCaller})
	if err != nil {
		return err
	}
	if err := s.rest(1, 3); err != nil {
		return err
	}
	number, caller, err := s.visit(bookingNumber, manner{who: japaneseCaller})
	if err != nil || caller == nil {
		return errNobody
	}
	back, called := s.expect(number, false), s.expect(outside(number), false)
	if err := s.await(caller.up, soon); err != nil {
		return err
	}
	s.say("%[1]s は予約で %[2]s の次に並んでいます", "%[1]s waits behind %[2]s for 予約", short(number), short(first))
	if err := s.really(21, 25); err != nil { // the offer is made after 15 s
		return err
	}
	caller.press("1")
	if err := s.over(caller); err != nil {
		return err
	}
	s.say("%[1]s が折り返しを予約しました", "%[1]s asks to be called back, and keeps the place", short(number))
	if err := s.rest(4, 7); err != nil {
		return err
	}
	a.talk.hangUp()
	b, err := s.meet(back, answerIn)
	if err != nil {
		return err
	}
	c, err := s.meet(called, 2*soon)
	if err != nil {
		return err
	}
	s.say("%[1]s が %[2]s に折り返しました", "%[1]s calls %[2]s back", b.phone.who(), short(number))
	if err := s.rest(10, 15); err != nil {
		return err
	}
	c.talk.hangUp()
	return s.over(b.talk, c.talk)
}

// hotDesk: an agent without a phone logs in at one that is nobody's, calls,
// and logs out.
func (s *scene) hotDesk() error {
	me, p := newcomer(), s.d.spare
	t, err := s.dials(p, "998"+me.extension)
	if err != nil {
		return err
	}
	if err := s.rest(4, 6); err != nil {
		return err
	}
	t.press(pin + "#")
	if err := s.over(t); err != nil {
		return err
	}
	name := (&phone{agent: me}).who()
	s.say("%[1]s がフリー席の電話機にログインしました (998%[2]s)", "%[1]s logs in at the hot desk (998%[2]s)", name, me.extension)
	if err := s.rest(5, 8); err != nil {
		return err
	}
	b, err := s.free()
	if err != nil {
		return err
	}
	met := s.expect(me.extension, false)
	out, _ := p.dial(b.agent.extension, manner{wait: s.longest()})
	if out == nil {
		return errNobody
	}
	s.has(out)
	if _, err := s.meet(met, soon); err == nil {
		s.say("%[1]s がフリー席から %[2]s に電話しています", "%[1]s calls %[2]s from the hot desk", name, b.who())
		if err := s.rest(8, 14); err != nil {
			return err
		}
	}
	out.hangUp()
	if err := s.over(out); err != nil {
		return err
	}
	if err := s.rest(4, 7); err != nil {
		return err
	}
	if t, err = s.dials(p, "997"); err != nil {
		return err
	}
	if err := s.over(t); err != nil {
		return err
	}
	s.say("%[1]s がログアウトしました (997)", "%[1]s logs out of the hot desk (997)", name)
	return nil
}

// echo: a phone hears itself.
func (s *scene) echo() error {
	p, err := s.free()
	if err != nil {
		return err
	}
	t, err := s.dials(p, "9999")
	if err != nil {
		return err
	}
	s.say("%[1]s がエコーテストをしています (9999)", "%[1]s tests the echo (9999)", p.who())
	if err := s.rest(9, 13); err != nil {
		return err
	}
	t.hangUp()
	return s.over(t)
}
