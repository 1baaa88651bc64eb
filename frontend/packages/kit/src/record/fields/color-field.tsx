import { TextInput } from '@mantine/core';
import { useText } from '../../i18n';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';
import classes from './fields.module.css';

/** Colours that keep apart from one another, and from each other's neighbours, on light and dark. */
export const TAG_COLORS = ['#e5484d', '#e8710a', '#e8a317', '#7cb518', '#2da44e', '#12a594', '#0ea5e9', '#2f81f0', '#8f5fe8', '#d6409f', '#8d6e63', '#8b95a3'] as const;

/** The colour of a tag: one of a few, or any by its code. */
export function ColorField(own: FieldProps) {
  const { t } = useText();
  const field = useField<string>(own.name);
  const value = field.value ?? '';
  return (
    <div className={classes.field} data-field={own.name}>
      <TextInput
        {...inputProps(field as never, own)}
        ref={field.ref}
        className={classes.color}
        autoComplete="off"
        spellCheck={false}
        maxLength={7}
        placeholder="#2f81f0"
        value={value}
        leftSection={
          <input
            type="color"
            className={classes.well}
            aria-label={t('record.anyColor')}
            disabled={field.readOnly}
            value={/^#[0-9a-f]{6}$/i.test(value) ? value : '#8b95a3'}
            onChange={(event) => field.set(event.currentTarget.value)}
          />
        }
        onChange={(event) => field.set(event.currentTarget.value.normalize('NFKC').trim().toLowerCase())}
      />
      {field.readOnly ? null : (
        <div className={classes.swatches} role="group" aria-label={own.label}>
          {TAG_COLORS.map((color) => (
            <button key={color} type="button" className={classes.swatch} style={{ background: color }} aria-label={color} title={color} aria-pressed={value === color} onClick={() => field.set(color)} />
          ))}
        </div>
      )}
    </div>
  );
}
