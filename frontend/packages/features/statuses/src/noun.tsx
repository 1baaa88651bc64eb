import { STATUS_ICONS, safeColor, statusIcon, useText } from '@yobirin/kit';
import { ColorField, FormSection, TextField, useField, Wide, type RecordNoun } from '@yobirin/kit/record';
import classes from './statuses.module.css';

/** A reason to be paused, as the server tells it. */
export interface StatusRecord {
  id: string;
  version: number;
  name: string;
  color: string;
  icon?: string;
}

export const statusesNoun: RecordNoun<StatusRecord> = {
  name: 'statuses',
  schema: 'Status',
  view: 'statuses.view',
  edit: 'statuses.edit',
  text: { title: 'statuses.title', one: 'statuses.one', empty: 'statuses.empty', hint: 'statuses.hint' },
  columns: [
    { id: 'tag', label: 'statuses.tag', width: 220, cell: (row) => <Tag {...row} /> },
    { id: 'name', label: 'statuses.name', width: 200, grow: true, sortable: true },
    { id: 'color', label: 'statuses.color', width: 110, cell: (row) => <code className={classes.code}>{row.color}</code> },
  ],
  sort: 'name',
  rowName: (row) => row.name,
  Form: StatusForm,
  bulk: [{ name: 'color', label: 'statuses.color', Field: Color }],
  csv: true,
};

function StatusForm() {
  const { t } = useText();
  const tag = { name: useField<string>('name').value ?? '', color: useField<string>('color').value ?? '', icon: useField<string>('icon').value };
  return (
    <>
      <FormSection title={t('statuses.look')} hint={t('statuses.look.hint')}>
        <TextField name="name" label={t('statuses.name')} />
        <div className={classes.preview}>
          <span className={classes.label}>{t('statuses.tag')}</span>
          <Tag {...tag} name={tag.name || t('statuses.name')} />
        </div>
        <Color />
        <Wide>
          <IconField />
        </Wide>
      </FormSection>
    </>
  );
}

function Color() {
  const { t } = useText();
  return <ColorField name="color" label={t('statuses.color')} />;
}

/** A status as agents see it: its own colour as a dot, its icon, its name. */
function Tag({ name, color, icon }: { name: string; color: string; icon?: string }) {
  const Glyph = statusIcon(icon);
  return (
    <span className={classes.tag}>
      <span className={classes.dot} style={{ background: safeColor(color) }} aria-hidden />
      <Glyph size={14} stroke={2} aria-hidden />
      <span className={classes.name}>{name}</span>
    </span>
  );
}

/** One of the icons; arrow keys go from one to the next, as among radio buttons. */
function IconField() {
  const { t } = useText();
  const field = useField<string>('icon');
  const value = field.value ?? '';
  const names = STATUS_ICONS.includes(value) || value === '' ? STATUS_ICONS : [value, ...STATUS_ICONS];
  return (
    <fieldset className={classes.icons} disabled={field.readOnly} onBlur={field.onBlur}>
      <legend className={classes.label}>{t('statuses.icon')}</legend>
      {names.map((name) => {
        const Glyph = statusIcon(name);
        return (
          <label key={name} title={name}>
            <input type="radio" name="status-icon" className="sr-only" checked={value === name} onChange={() => field.set(name)} />
            <Glyph size={18} stroke={1.8} aria-hidden />
            <span className="sr-only">{name}</span>
          </label>
        );
      })}
      {field.error ? <p className={classes.error}>{field.error}</p> : null}
    </fieldset>
  );
}
