export { FormSection, Shown, Wide } from './section';
export { TextField } from './text-field';
export { NumberField } from './number-field';
export { SwitchField } from './switch-field';
export { SelectField, type Option } from './select-field';
export type { FieldProps } from './props';
