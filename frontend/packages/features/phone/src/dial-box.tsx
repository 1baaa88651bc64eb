import { IconDialpad, IconRepeat } from '@tabler/icons-react';
import { formatPhone, IconButton, useText } from '@yobirin/kit';
import { useCommand, useSeat, type Trouble } from '@yobirin/seat';
import { useEffect, useState } from 'react';
import { can, mainCall } from './calls';
import { CallerIDChooser } from './caller-id';
import { usePhoneDesk } from './desk';
import { comboText, withKey } from './keys';
import { Keypad } from './keypad';
import classes from './dial.module.css';
import { RecentList } from './recent-list';
import { TargetBox } from './target-box';
import { isNumber } from './targets';
import { TroubleLine } from './trouble';

export const DIAL_COMBO = 'Alt+D';
export const KEYPAD_COMBO = 'Alt+K';
export const REDIAL_COMBO = 'Alt+R';

/** Dialing: number or name, keypad, redial, and the calls of late (C-PHONE-2, C-PHONE-3). */
export function DialBox() {
  const { t } = useText();
  const command = useCommand();
  const desk = usePhoneDesk();
  const last = useSeat((s) => s.lastDialed);
  const { dial: text, setDial: setText, fieldCame } = desk;
  useEffect(fieldCame, [fieldCame]);
  const phone = useSeat((s) => s.phone.state);
  const [refused, setRefused] = useState<{ trouble: Trouble; phone: string } | null>(null);
  // A phone that is another than it was then may take the call now.
  const trouble = refused?.phone === phone ? refused.trouble : null;
  const main = useSeat((s) => mainCall(s.calls));
  const keysTo = can(main, 'digits') ? main : undefined;
  const change = (next: string) => {
    setText(next);
    setRefused(null);
  };
  const dial = (to: string) => {
    setRefused(null);
    void command({ type: 'dial', to }).then((trouble) => {
      setRefused(trouble && { trouble, phone });
      if (!trouble) setText('');
    });
  };
  return (
    <div className={classes.dialBox}>
      {desk.keypad && keysTo ? null : <CallerIDChooser />}
      {trouble ? <TroubleLine trouble={trouble} /> : null}
      <TargetBox
        text={text}
        onText={change}
        onPick={dial}
        label={t('seat.field')}
        submit={withKey(t('seat.dial'), 'Enter')}
        inputRef={desk.field}
        listless={desk.keypad && (text === '' || isNumber(text))}
        tools={
          <>
            <IconButton icon={IconRepeat} name={last ? `${withKey(t('seat.redial'), REDIAL_COMBO)}: ${formatPhone(last)}` : t('seat.redial')} disabled={!last} onClick={() => void desk.run({ type: 'redial' })} />
            <IconButton icon={IconDialpad} name={t('seat.keypad', { key: comboText(KEYPAD_COMBO) })} aria-pressed={desk.keypad} onClick={() => desk.setKeypad(!desk.keypad)} />
          </>
        }
      >
        {desk.keypad ? <Keypad call={keysTo} onKey={(key) => change(text + key)} /> : <RecentList onPick={(number) => (change(number), desk.field.current?.focus())} onDial={dial} />}
      </TargetBox>
    </div>
  );
}
