import { PasswordInput } from '@mantine/core';
import { useText } from '../../i18n';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';
import type { ReactNode } from 'react';

interface Props extends FieldProps {
  /** What is shown while nothing is typed: that one is set, or that one is needed. */
  placeholder?: string;
  numeric?: boolean;
  maxLength?: number;
  /** Below the field, by what was typed: its rules, ticked off. */
  rules?: (typed: string) => ReactNode;
}

/** A secret: it is given and never shown. Left empty it stays as it is. */
export function SecretField({ placeholder, numeric, maxLength = 256, rules, ...own }: Props) {
  const { t } = useText();
  const field = useField<string>(own.name, { secret: true });
  const props = inputProps(field as never, own);
  const typed = field.value ?? '';
  if (field.readOnly) return null;
  return (
    <div>
      <PasswordInput
        {...props}
        ref={field.ref}
        autoComplete="new-password"
        inputMode={numeric ? 'numeric' : undefined}
        maxLength={maxLength}
        placeholder={placeholder ?? (field.isNew ? undefined : t('record.secretKept'))}
        value={typed}
        onChange={(event) => field.set(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('record.showSecret') }}
      />
      {typed !== '' ? rules?.(typed) : null}
    </div>
  );
}
