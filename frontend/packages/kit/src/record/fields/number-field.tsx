import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';
import classes from './fields.module.css';

interface Props extends FieldProps {
  unit?: string;
  /** What no number means, shown in its place: then the field may be empty (null). */
  none?: string;
}

/** A whole number, with its unit. */
export function NumberField({ unit, none, ...own }: Props) {
  const field = useField<number>(own.name);
  const [draft, setDraft] = useState<string>();
  const props = inputProps(field as never, own);
  const given = field.value === undefined || Number.isNaN(field.value) ? '' : String(field.value);
  return (
    <TextInput
      {...props}
      // The box is as short as its number; what is said of it is not.
      classNames={{ ...props.classNames, wrapper: classes.number }}
      ref={field.ref}
      inputMode="numeric"
      autoComplete="off"
      value={draft ?? given}
      placeholder={none}
      rightSection={unit ? <span className={classes.unit}>{unit}</span> : null}
      rightSectionWidth={unit ? unit.length * 9 + 22 : undefined}
      rightSectionPointerEvents="none"
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        field.set(numberOf(text, none !== undefined));
      }}
      onBlur={() => {
        if (numberOf(draft ?? given, none !== undefined) !== undefined) setDraft(undefined);
        field.onBlur();
      }}
    />
  );
}

/** Full-width digits are digits; what is no number stays wrong (NaN) until it is one. */
function numberOf(text: string, mayBeNone: boolean): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
  if (plain === '') return mayBeNone ? null : Number.NaN;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}
