import { Button } from '@mantine/core';
import { IconListNumbers, IconPlus } from '@tabler/icons-react';
import { useText } from '@yobirin/kit';
import { useFaults, useField, type Field } from '@yobirin/kit/record';
import { useRef, useState } from 'react';
import { FieldRow } from './field-row';
import { changedField, freeKey, movedField, numbered, withKey, without, type FormatField } from './format';
import classes from './formats.module.css';

const NONE: FormatField[] = [];
const INNER = ['key', 'name', 'type', 'position', 'choices', 'address.prefecture', 'address.city', 'address.town'];

/** The fields of a format as rows: their order by dragging or keys, what each is, where the customer screen shows it. */
export function FieldsField({ stored }: { stored: readonly { key: string }[] }) {
  const { t } = useText();
  const field = useField<FormatField[]>('fields');
  const fields = field.value ?? NONE;
  const fault = useFaults(fields.flatMap((_, i) => INNER.map((inner) => `fields.${i}.${inner}`)));
  const { open, said, list, show, change, move, add, remove } = useEdits(field, fields);
  const known = new Set(stored.map((f) => f.key));

  return (
    <div data-field="fields">
      {fields.length === 0 ? (
        <p className={classes.quiet}>{t('formats.none')}</p>
      ) : (
        <>
          <div className={classes.head} aria-hidden>
            <span />
            <span>{t('formats.field.name')}</span>
            <span>{t('formats.field.type')}</span>
            <span>{t('formats.field.required')}</span>
            <span>{t('formats.field.position')}</span>
          </div>
          <ol className={classes.rows} ref={list} aria-label={t('formats.fields')}>
            {fields.map((one, i) => (
              <FieldRow
                key={i}
                at={i}
                field={one}
                fields={fields}
                isKnown={known.has(one.key)}
                isOpen={open.has(one.key)}
                readOnly={field.readOnly}
                fault={(inner) => fault(`fields.${i}.${inner}`)}
                onOpen={(on) => show(one.key, on)}
                onChange={(patch) => change(i, patch)}
                onMove={move}
                onRemove={() => remove(i)}
              />
            ))}
          </ol>
        </>
      )}
      {field.readOnly ? null : (
        <div className={classes.tools}>
          <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />} disabled={fields.length >= (field.limit.maxItems ?? 200)} onClick={add}>
            {t('formats.add')}
          </Button>
          {fields.length > 1 ? (
            <Button size="compact-sm" variant="default" leftSection={<IconListNumbers size={14} aria-hidden />} onClick={() => field.set(numbered(fields))}>
              {t('formats.number')}
            </Button>
          ) : null}
        </div>
      )}
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </div>
  );
}

/** What is done to the list as a whole, and to one of it. */
function useEdits(field: Field<FormatField[]>, fields: readonly FormatField[]) {
  const { t } = useText();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);

  const show = (key: string, on: boolean) => {
    const next = new Set(open);
    if (on) next.add(key);
    else next.delete(key);
    setOpen(next);
  };
  const change = (at: number, patch: Partial<FormatField>) => {
    const now = fields[at]!;
    if (patch.key !== undefined) {
      if (open.has(now.key)) setOpen(new Set([...open].map((key) => (key === now.key ? patch.key! : key))));
      field.set(withKey(fields, at, patch.key));
      return;
    }
    const next = changedField(now, patch);
    field.set(fields.map((f, i) => (i === at ? next : f)));
    // What a type needs besides is in sight at once.
    if (patch.type !== undefined && ['list', 'radio', 'checkbox', 'postcode'].includes(patch.type)) show(now.key, true);
  };
  const move = (from: number, to: number, focus: boolean) => {
    if (to < 0 || to >= fields.length || to === from) return;
    field.set(movedField(fields, from, to));
    setSaid(t('formats.moved', { name: fields[from]!.name || t('formats.field.new'), number: to + 1 }));
    if (focus) requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${to}"] [data-handle]`)?.focus());
  };
  const add = () => {
    const key = freeKey(fields);
    const last = Math.max(0, ...fields.map((f) => f.position ?? 0));
    field.set([...fields, { key, name: '', type: 'text', position: Math.min(999, last + 1) }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${fields.length}"] input[data-name]`)?.focus());
  };
  const remove = (at: number) => field.set(without(fields, at));
  return { open, said, list, show, change, move, add, remove };
}
