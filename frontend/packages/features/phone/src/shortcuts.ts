import { useSeat } from '@yobirin/seat';
import { useEffect, useRef } from 'react';
import { offers } from './actions';
import { usePhoneDesk } from './desk';
import { DIAL_COMBO, KEYPAD_COMBO, REDIAL_COMBO } from './dial-box';
import { comboOf, isComposing, type Combo } from './keys';
import { PHONE_COMBO } from './phone-switch';

type Deeds = Partial<Record<Combo, () => void>>;

/** F-keys that a web view would take for itself: never, whether or not they mean something now. */
const OURS = /^(Shift\+)?F([2-9]|10)$/;

/**
 * The phone's shortcuts, wherever the focus is, and `more` of the app around it. They never fire while an input method
 * composes, and none is repeated by holding it down.
 */
export function usePhoneShortcuts(onPhone: () => void, more: Deeds): void {
  const calls = useSeat((s) => s.calls);
  const on = useSeat((s) => s.phone.on);
  const desk = usePhoneDesk();
  const deeds: Deeds = {
    [PHONE_COMBO]: () => void desk.run({ type: 'phoneOn', on: !on }),
    [DIAL_COMBO]: () => {
      onPhone();
      desk.closePanel();
      desk.toField();
    },
    [KEYPAD_COMBO]: () => {
      onPhone();
      desk.setKeypad(!desk.keypad);
    },
    [REDIAL_COMBO]: () => void desk.run({ type: 'redial' }),
    ...Object.fromEntries(offers(calls).map(({ combo, deed }) => [combo, () => desk.act(deed)])),
    ...more,
  };
  const latest = useRef(deeds);
  useEffect(() => {
    latest.current = deeds;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isComposing(event)) return;
      const combo = comboOf(event);
      const deed = latest.current[combo];
      if (!deed && !OURS.test(combo)) return;
      event.preventDefault();
      if (deed && !event.repeat) deed();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);
}
