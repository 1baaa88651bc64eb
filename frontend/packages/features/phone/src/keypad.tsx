import { useText } from '@yobirin/kit';
import type { Call } from '@yobirin/seat';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { usePhoneDesk } from './desk';
import { isComposing } from './keys';
import classes from './dial.module.css';

const KEYS: [key: string, letters: string][] = [
  ['1', ''], ['2', 'ABC'], ['3', 'DEF'], ['4', 'GHI'], ['5', 'JKL'], ['6', 'MNO'], ['7', 'PQRS'], ['8', 'TUV'], ['9', 'WXYZ'], ['*', ''], ['0', '+'], ['#', ''],
];

/** Dial pad. In a call its keys are sent as tones (RFC 4733), also from the keyboard while the pad has the focus; else they are typed into the field. */
export function Keypad({ call, onKey }: { call: Call | undefined; onKey: (key: string) => void }) {
  const { t } = useText();
  const { run } = usePhoneDesk();
  const [sent, setSent] = useState('');
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => {
    pad.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const press = (key: string) => {
    if (!call) return onKey(key);
    setSent((all) => (all + key).slice(-24));
    void run({ type: 'press', line: call.line, digits: key });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || event.altKey || event.ctrlKey || event.metaKey || !/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    press(event.key);
  };
  return (
    <div ref={pad} className={classes.keypad} role="group" aria-label={t(call ? 'seat.tones' : 'seat.pad')} tabIndex={-1} onKeyDown={onKeyDown}>
      <output className={classes.sent} aria-label={t('seat.sent')}>
        {call ? sent || t('seat.tones') : ''}
      </output>
      {KEYS.map(([key, letters]) => (
        <button key={key} type="button" aria-label={key} onClick={() => press(key)}>
          <span>{key}</span>
          <small>{letters}</small>
        </button>
      ))}
    </div>
  );
}
