import { parseTime } from '@yobirin/kit/filter';
import { useState } from 'react';
import classes from './ivrs.module.css';

interface Props {
  value: string;
  label: string;
  readOnly: boolean;
  wrong: boolean;
  /** Before what is typed changes anything. */
  onBegin: () => void;
  onChange: (clock: string) => void;
}

/** A time of day in a row: 9, 930 and 9:30 are understood, and what is complete is tried at once. */
export function TimeInput({ value, label, readOnly, wrong, onBegin, onChange }: Props) {
  const [draft, setDraft] = useState<string>();
  const take = (text: string) => {
    const next = parseTime(text) ?? text;
    if (next !== value) onChange(next);
  };
  return (
    <input
      className={classes.time}
      aria-label={label}
      aria-invalid={wrong || undefined}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      data-own=""
      data-typing={draft === undefined ? undefined : ''}
      readOnly={readOnly}
      value={draft ?? value}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const text = event.currentTarget.value;
        if (draft === undefined) onBegin();
        setDraft(text);
        if (/^(\d{1,2}:\d{2}|\d{4})$/.test(text.normalize('NFKC'))) take(text);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        if (draft !== undefined) take(draft);
        setDraft(undefined);
      }}
      onBlur={() => {
        if (draft !== undefined) take(draft);
        setDraft(undefined);
      }}
    />
  );
}
