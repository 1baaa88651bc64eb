import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';

interface Props extends FieldProps {
  lines?: number;
  placeholder?: string;
}

/** A list of short texts in an order, one a line: pasted, typed and moved as text is. */
export function LinesField({ lines = 6, placeholder, ...own }: Props) {
  const field = useField<string[]>(own.name);
  return <LinesInput {...inputProps(field as never, own)} rows={lines} placeholder={field.readOnly ? undefined : placeholder} value={field.value ?? NONE} onLines={field.set} />;
}

const NONE: string[] = [];

interface InputProps extends Omit<React.ComponentProps<typeof Textarea>, 'value' | 'onChange'> {
  value: readonly string[];
  onLines: (lines: string[]) => void;
}

/** The same without a field around it. */
export function LinesInput({ value, onLines, onBlur, ...input }: InputProps) {
  const [draft, setDraft] = useState<string>();
  return (
    <Textarea
      {...input}
      autosize={false}
      spellCheck={false}
      value={draft ?? value.join('\n')}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        onLines(linesOf(event.currentTarget.value));
      }}
      onBlur={(event) => {
        setDraft(undefined);
        onBlur?.(event);
      }}
    />
  );
}

/** The lines that say something, each once. */
export const linesOf = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];
