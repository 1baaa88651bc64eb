import { formatPhone, parsePhone, useText, type Key } from '@yobirin/kit';
import { FormSection, NumberField, RecordPage, TextField, Wide, type RecordNoun } from '@yobirin/kit/record';

/** A number of one of the lists (W-LIST-1). */
export interface ListedNumber {
  id: string;
  version: number;
  number: string;
  note?: string;
  /** Of callers with priority. */
  name?: string;
  priority?: number;
}

type List = 'rejected' | 'barred' | 'callers';
const SCHEMAS = { rejected: 'Rejected', barred: 'Barred', callers: 'CallerRule' } as const;

/** A number as people write it; a * at its end stays. */
const cleanNumber = (text: string) => parsePhone(text);

/** What the three lists have in common: a number, words about it, and files of other people. */
export function listNoun(list: List): RecordNoun<ListedNumber> {
  const text = (what: string) => `lists.${list}.${what}` as Key;
  const callers = list === 'callers';
  const about = callers ? 'name' : 'note';
  const label: Key = callers ? 'lists.callers.name' : 'lists.note';
  return {
    name: list,
    schema: SCHEMAS[list],
    view: 'lists.view',
    edit: 'lists.edit',
    text: { title: text('title'), one: text('one'), empty: text('empty'), hint: text('hint') },
    columns: [
      { id: 'number', label: text('number'), width: 220, sortable: true, cell: (row) => <Shown number={row.number} /> },
      { id: about, label, width: 260, grow: true, sortable: true },
      ...(callers ? [{ id: 'priority', label: 'lists.callers.priority', width: 90, align: 'right', sortable: 'down' } as const] : []),
    ],
    sort: 'number',
    rowName: (row) => row.name || formatPhone(row.number),
    Form: () => <Form list={list} about={about} label={label} />,
    fields: { number: text('number'), note: 'lists.note', name: 'lists.callers.name', priority: 'lists.callers.priority' },
    bulk: [{ name: about, label, Field: () => <About about={about} label={label} /> }, ...(callers ? [{ name: 'priority', label: 'lists.callers.priority' as const, Field: Priority }] : [])],
    csv: true,
    csvColumns: [{ name: 'number', label: text('number'), required: true }, { name: about, label }, ...(callers ? [{ name: 'priority', label: 'lists.callers.priority' as const }] : [])],
  };
}

export function ListPage({ noun }: { noun: RecordNoun<ListedNumber> }) {
  return <RecordPage noun={noun} />;
}

function Shown({ number }: { number: string }) {
  const { t } = useText();
  if (!number.endsWith('*')) return <>{formatPhone(number)}</>;
  return (
    <>
      {number} <span style={{ color: 'var(--text-2)' }}>{t('lists.barred.begins')}</span>
    </>
  );
}

function Form({ list, about, label }: { list: List; about: string; label: Key }) {
  const { t } = useText();
  return (
    <FormSection title={t('lists.basic')}>
      <Wide>
        <TextField name="number" label={t(`lists.${list}.number`)} hint={t(`lists.${list}.number.hint`)} inputMode="tel" clean={cleanNumber} />
      </Wide>
      <Wide>
        <About about={about} label={label} />
      </Wide>
      {list === 'callers' ? <Priority /> : null}
    </FormSection>
  );
}

function About({ about, label }: { about: string; label: Key }) {
  const { t } = useText();
  return <TextField name={about} label={t(label)} hint={t(about === 'name' ? 'lists.callers.name.hint' : 'lists.note.hint')} />;
}

function Priority() {
  const { t } = useText();
  return <NumberField name="priority" label={t('lists.callers.priority')} hint={t('lists.callers.priority.hint')} />;
}
