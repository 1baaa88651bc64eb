import { useState } from 'react';
import classes from './groups.module.css';
import { levelOf } from './members';

interface Props {
  label: string;
  value: number;
  readOnly: boolean;
  onLevel: (level: number) => void;
}

/** A skill level, taken over as soon as it is one; what is none is forgotten when the field is left. */
export function LevelInput({ label, value, readOnly, onLevel }: Props) {
  const [draft, setDraft] = useState<string>();
  if (readOnly) return <span className={classes.level}>{value}</span>;
  return (
    <input
      className={classes.levelInput}
      aria-label={label}
      inputMode="numeric"
      maxLength={2}
      value={draft ?? value}
      aria-invalid={(draft !== undefined && levelOf(draft) === undefined) || undefined}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        // Only now: the list may stand by level, and a row must not run away under the keys.
        const level = draft === undefined ? undefined : levelOf(draft);
        setDraft(undefined);
        if (level !== undefined && level !== value) onLevel(level);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        event.currentTarget.blur();
      }}
    />
  );
}
