import { useText } from '@yobirin/kit';
import { FormSection, TextField, type RecordNoun } from '@yobirin/kit/record';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useField } from '@yobirin/kit/record';
import { dayOfText, type Holiday } from './holiday';

export const holidaysNoun: RecordNoun<Holiday> = {
  name: 'holidays',
  schema: 'CompanyHoliday',
  view: 'routing.see',
  edit: 'routing.edit',
  text: { title: 'holidays.title', one: 'holidays.one', empty: 'holidays.empty', hint: 'holidays.hint' },
  columns: [
    { id: 'date', label: 'holidays.date', width: 120, sortable: true },
    { id: 'weekday', label: 'holidays.weekday', width: 70, cell: (row) => <Weekday date={row.date} /> },
    { id: 'name', label: 'holidays.name', width: 150, grow: true, sortable: true },
  ],
  sort: 'date',
  rowName: (row) => [row.date, row.name].filter(Boolean).join(' '),
  Form,
  bulk: [{ name: 'name', label: 'holidays.name', Field: Name }],
  csv: true,
};

function Weekday({ date }: { date: string }) {
  const { language } = useText();
  return <>{new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short' }).format(new Date(`${date}T00:00:00Z`))}</>;
}

function Form({ isNew }: { isNew: boolean }) {
  const { t } = useText();
  return (
    <FormSection title={t('holidays.basic')} hint={t('holidays.what')}>
      <TextField name="date" label={t('holidays.date')} hint={t('holidays.date.hint')} placeholder="2026-12-31" clean={(text) => dayOfText(text, new Date().getFullYear()) ?? text} />
      <Name />
      {isNew ? <Chosen /> : null}
    </FormSection>
  );
}

function Name() {
  const { t } = useText();
  return <TextField name="name" label={t('holidays.name')} hint={t('holidays.name.hint')} />;
}

/** The day that was clicked in the calendar is the one of the new record. */
function Chosen() {
  const { date } = useLocation({ select: (at) => at.search as { date?: string } });
  const field = useField<string>('date');
  const { set } = field;
  const empty = field.value === undefined || field.value === '';
  useEffect(() => {
    if (date && empty && dayOfText(date, 0)) set(date);
    // Only the day of the address, once: what is typed afterwards stays.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [date, set]);
  return null;
}
