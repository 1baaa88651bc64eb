import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';
import classes from './fields.module.css';

export interface Option {
  value: string;
  label: string;
}

interface Props extends FieldProps {
  options: readonly Option[];
  /** What no choice means: adds an empty choice. */
  none?: string;
  /** A few short choices, all in sight. */
  segmented?: boolean;
}

/** One of a few. A value that is no choice (any more) is shown as it is. */
export function SelectField({ options, none, segmented, ...own }: Props) {
  const field = useField<string>(own.name);
  const id = useId();
  const value = field.value ?? '';
  const all = [...(none === undefined ? [] : [{ value: '', label: none }]), ...options];
  if (!all.some((option) => option.value === value)) all.unshift({ value, label: value });
  if (segmented) {
    return (
      <div className={classes.field} data-field={own.name}>
        <span id={id} className={classes.label}>
          {own.label}
        </span>
        <div>
          <SegmentedControl size="xs" aria-labelledby={id} data={all} value={value} readOnly={field.readOnly} onChange={(next) => field.set(next)} />
        </div>
        {field.error ? <span className={classes.error}>{field.error}</span> : null}
        {own.hint ? <span className={classes.hint}>{own.hint}</span> : null}
      </div>
    );
  }
  const { readOnly, ...props } = inputProps(field as never, own);
  return <NativeSelect {...props} disabled={readOnly} ref={field.ref} data={all} value={value} onChange={(event) => field.set(event.currentTarget.value === '' ? null : event.currentTarget.value)} />;
}
