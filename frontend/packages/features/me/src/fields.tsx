import { useId, type ReactNode } from 'react';
import classes from './me.module.css';

interface RowProps {
  label: string;
  hint?: string;
  children: (id: string, hintId: string | undefined) => ReactNode;
}

/** One setting: its name, what it means, and the control. */
export function Row({ label, hint, children }: RowProps) {
  const id = useId();
  return (
    <div className={classes.row}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <div className={classes.control}>{children(id, hint ? `${id}-hint` : undefined)}</div>
      {hint ? (
        <p id={`${id}-hint`} className={classes.rowHint}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** On or off; a change holds at once. */
export function Toggle({ label, hint, on, onChange }: { label: string; hint?: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <Row label={label} hint={hint}>
      {(id, hintId) => (
        <button type="button" id={id} role="switch" aria-checked={on} aria-describedby={hintId} className={classes.switch} onClick={() => onChange(!on)}>
          <span className={classes.knob} />
          <span className={classes.onOff}>{on ? 'ON' : 'OFF'}</span>
        </button>
      )}
    </Row>
  );
}

interface ChoiceProps {
  label: string;
  hint?: string;
  value: string;
  options: [value: string, text: string][];
  onChange: (value: string) => void;
  after?: ReactNode;
}

/** One of a few. */
export function Choice({ label, hint, value, options, onChange, after }: ChoiceProps) {
  return (
    <Row label={label} hint={hint}>
      {(id, hintId) => (
        <>
          <select id={id} className={classes.select} value={value} aria-describedby={hintId} onChange={(event) => onChange(event.currentTarget.value)}>
            {options.map(([option, text]) => (
              <option key={option} value={option}>
                {text}
              </option>
            ))}
          </select>
          {after}
        </>
      )}
    </Row>
  );
}

interface RangeProps {
  label: string;
  value: number;
  max: number;
  onChange: (value: number) => void;
  after?: ReactNode;
}

/** A loudness, as a slider with its percent. */
export function Range({ label, value, max, onChange, after }: RangeProps) {
  return (
    <Row label={label}>
      {(id) => (
        <>
          <input id={id} type="range" className={classes.range} min={0} max={max} step={0.05} value={value} aria-valuetext={`${Math.round(value * 100)}%`} onChange={(event) => onChange(Number(event.currentTarget.value))} />
          <span className={classes.percent}>{Math.round(value * 100)}%</span>
          {after}
        </>
      )}
    </Row>
  );
}
