import { Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';

interface Props extends FieldProps {
  placeholder?: string;
  /** Several lines. */
  lines?: number;
  /** Changes what was typed when the field is left, as to bring a number into its usual form. */
  clean?: (text: string) => string;
  inputMode?: 'text' | 'tel' | 'numeric' | 'email' | 'url';
  /** In front of the text, as a unit or a prefix. */
  left?: ReactNode;
}

/** A line of text, or several. */
export function TextField({ placeholder, lines, clean, inputMode, left, ...own }: Props) {
  const field = useField<string>(own.name);
  const props = {
    ...inputProps(field as never, own),
    value: field.value ?? '',
    placeholder: field.readOnly ? undefined : placeholder,
    autoComplete: 'off',
    spellCheck: false,
    'data-1p-ignore': true,
    onBlur: () => {
      const cleaned = clean && field.value ? clean(field.value) : field.value;
      if (cleaned !== field.value) field.set(cleaned);
      field.onBlur();
    },
  };
  if (lines) return <Textarea {...props} ref={field.ref} autosize={false} rows={lines} onChange={(event) => field.set(event.currentTarget.value)} />;
  return <TextInput {...props} ref={field.ref} inputMode={inputMode} leftSection={left} onChange={(event) => field.set(event.currentTarget.value)} />;
}
