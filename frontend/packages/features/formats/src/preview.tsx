import { useText } from '@yobirin/kit';
import { useField } from '@yobirin/kit/record';
import { placed, type FormatField } from './format';
import classes from './formats.module.css';

const NONE: FormatField[] = [];

/** The customer screen as the places make it: two columns, long texts over both. */
export function Preview() {
  const { t } = useText();
  const shown = placed(useField<FormatField[]>('fields').value ?? NONE);
  if (shown.length === 0) return <p className={classes.quiet}>{t('formats.preview.none')}</p>;
  return (
    <div className={classes.screen} role="img" aria-label={`${t('formats.preview')}: ${shown.map((f) => f.name).join(', ')}`}>
      {shown.map((field) => (
        <div key={field.key} className={classes.cell} data-wide={field.type === 'long-text' || undefined}>
          <span className={classes.label}>
            {field.name || t('formats.field.new')}
            {field.required ? <span className={classes.star}>*</span> : null}
          </span>
          <Mock field={field} />
        </div>
      ))}
    </div>
  );
}

const SAMPLES: Partial<Record<FormatField['type'], string>> = { number: '123', date: '2026/12/31', phone: '03-1234-5678', mail: 'name@example.jp', postcode: '100-0001' };

function Mock({ field }: { field: FormatField }) {
  const choices = (field.choices ?? []).slice(0, 4);
  if (field.type === 'radio' || field.type === 'checkbox') {
    return (
      <span className={classes.options}>
        {choices.map((choice) => (
          <span key={choice}>
            <span className={classes.dot} data-round={field.type === 'radio' || undefined} />
            {choice}
          </span>
        ))}
      </span>
    );
  }
  return (
    <span className={classes.box} data-tall={field.type === 'long-text' || undefined}>
      <span>{field.type === 'list' ? (choices[0] ?? '') : (SAMPLES[field.type] ?? '')}</span>
      {field.type === 'list' ? <span>▾</span> : null}
    </span>
  );
}
