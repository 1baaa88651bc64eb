import type { Field } from '../form-context';
import classes from './fields.module.css';
import '../mantine-more.css';

/** What every field takes. */
export interface FieldProps {
  /** Path in the record. */
  name: string;
  label: string;
  hint?: string;
}

/** What Mantine's inputs need of a field: name, words, state. */
export function inputProps(field: Field<never>, { label, hint }: FieldProps) {
  return {
    label,
    description: hint,
    error: field.error,
    required: field.required && !field.readOnly,
    withAsterisk: field.required && !field.readOnly,
    name: field.name,
    onBlur: field.onBlur,
    readOnly: field.readOnly,
    size: 'xs' as const,
    classNames: { root: classes.field, label: classes.label, description: classes.hint, error: classes.error, input: field.readOnly ? `${classes.input} ${classes.locked}` : classes.input },
    inputWrapperOrder: ORDER,
    'data-field': field.name,
  };
}

const ORDER: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description'];
