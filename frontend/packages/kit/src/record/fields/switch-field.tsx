import { Switch } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import { useField } from '../form-context';
import type { FieldProps } from './props';
import classes from './fields.module.css';

/** Yes or no. */
export function SwitchField({ name, label, hint }: FieldProps) {
  const field = useField<boolean>(name);
  const { formState } = useFormContext();
  const before = name.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], formState.defaultValues);
  return (
    <Switch
      ref={field.ref}
      size="xs"
      name={name}
      label={label}
      description={hint}
      error={field.error}
      checked={field.value ?? false}
      disabled={field.readOnly}
      onBlur={field.onBlur}
      data-field={name}
      classNames={{ root: classes.switch, label: classes.switchLabel, description: classes.hint, error: classes.error, body: classes.switchBody, thumb: classes.thumb }}
      // What the server leaves out is off: switching back is no change.
      onChange={(event) => field.set(event.currentTarget.checked ? true : before === undefined ? undefined : false)}
    />
  );
}
