import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseDay, parseTime } from '../../filter/calendar';
import { useText } from '../../i18n';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';
import { TagsField } from './tags-field';
import classes from './fields.module.css';

/** A time of day, "09:00" to "24:00"; 9 and 1730 are understood. */
export function TimeField(own: FieldProps) {
  const { t } = useText();
  const field = useField<string>(own.name);
  const [draft, setDraft] = useState<string>();
  const wrong = draft !== undefined && draft !== '' && parseTime(draft) === undefined;
  const props = inputProps(field as never, own);
  return (
    <TextInput
      {...props}
      ref={field.ref}
      className={classes.time}
      placeholder="09:00"
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      error={wrong ? t('record.timeBad') : props.error}
      value={draft ?? field.value ?? ''}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        field.set(parseTime(text) ?? text);
      }}
      onBlur={() => {
        if (!wrong) setDraft(undefined);
        field.onBlur();
      }}
    />
  );
}

/** A list of days, kept in order: "2026-12-31". 12/31 means this year's. */
export function DateListField(own: FieldProps) {
  return <TagsField {...own} placeholder="2026-12-31" clean={(text) => parseDay(text, new Date().getFullYear()) ?? ''} />;
}
