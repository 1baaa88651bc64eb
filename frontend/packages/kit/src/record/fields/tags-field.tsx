import { TagsInput } from '@mantine/core';
import { useText } from '../../i18n';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';

interface Props extends FieldProps {
  placeholder?: string;
  /** Brings an entry into its usual form; '' refuses it. */
  clean?: (text: string) => string;
}

/** A list of short texts; Enter, a comma or leaving the field adds one. */
export function TagsField({ placeholder, clean = (text) => text.trim(), ...own }: Props) {
  const { t } = useText();
  const field = useField<string[]>(own.name);
  const value = field.value ?? [];
  return (
    <TagsInput
      {...inputProps(field as never, own)}
      value={[...value]}
      splitChars={[',', '、', ' ', '\n']}
      acceptValueOnBlur
      placeholder={value.length > 0 || field.readOnly ? undefined : (placeholder ?? t('record.addOne'))}
      onChange={(next) => field.set([...new Set(next.map(clean).filter((text) => text !== ''))])}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
