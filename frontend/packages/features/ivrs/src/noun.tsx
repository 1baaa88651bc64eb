import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@yobirin/kit';
import { ask, useNamed, type RecordNoun } from '@yobirin/kit/record';
import type { Finding, IvrRecord, Keys, Place, ScheduleRow } from './ivr';
import { IvrForm } from './ivr-form';
import classes from './ivrs.module.css';
import { idOf, isNamed, NOUNS } from './places';
import { PLACE_ICONS } from './place-picker';
import { useStopText } from './happens';
import { counted } from './warnings';

export const FINDINGS = ['ivr-findings'] as const;

export const ivrsNoun: RecordNoun<IvrRecord> = {
  name: 'ivrs',
  schema: 'IVR',
  view: 'routing.see',
  edit: 'routing.edit',
  text: { title: 'ivrs.title', one: 'ivrs.one', empty: 'ivrs.empty', hint: 'ivrs.hint' },
  columns: [
    { id: 'name', label: 'ivrs.name', width: 200, grow: true, sortable: true },
    { id: 'extension', label: 'ivrs.extension', width: 90, sortable: true },
    { id: 'default', label: 'ivrs.default', width: 200, grow: true, cell: (row) => <PlaceName place={row.default} /> },
    { id: 'schedule', label: 'ivrs.schedule', width: 130, cell: (row) => <On on={row.schedule?.enabled} count={row.schedule?.rows?.length ?? 0} /> },
    { id: 'buttons', label: 'ivrs.buttons', width: 150, cell: (row) => <On on={row.buttons?.enabled} count={Object.keys(row.buttons?.keys ?? {}).length} /> },
    { id: 'warnings', label: 'ivrs.check', width: 110, cell: (row) => <Count row={row} /> },
  ],
  rowName: (row) => row.name,
  Form: IvrForm,
  wide: true,
  valueText: (field, value, t) => {
    if (field === 'schedule' || field === 'buttons') return inWords(value as IvrRecord['schedule'] & IvrRecord['buttons'], t);
    return undefined;
  },
};

/** A schedule or buttons on a line of the history. */
function inWords(value: ({ enabled?: boolean; rows?: readonly ScheduleRow[]; keys?: Keys } & object) | null | undefined, t: (key: 'record.on' | 'record.off') => string): string | undefined {
  if (!value || typeof value !== 'object') return undefined;
  const hours = (value.rows ?? []).map((row) => `${row.from}–${row.to}`);
  const keys = Object.keys(value.keys ?? {});
  return [t(value.enabled ? 'record.on' : 'record.off'), ...hours, ...keys].join('  ');
}

function PlaceName({ place }: { place: Place | undefined }) {
  const { t } = useText();
  const stopText = useStopText();
  const id = idOf(place);
  const named = useNamed(isNamed(place?.kind) ? NOUNS[place.kind] : undefined, id ? [id] : NO_IDS);
  const Glyph = PLACE_ICONS[place?.kind ?? ''];
  const text = place?.kind === 'conference' ? t('ivrs.toRoom', { number: place.conference ?? '' }) : stopText({ kind: place?.kind ?? '', name: id ? named.get(id)?.name : place?.kind === 'extension' ? place.extension : place?.cause });
  return (
    <span className={classes.cell} data-quiet={place?.kind ? undefined : ''}>
      {Glyph ? <Glyph size={14} stroke={1.8} aria-hidden /> : null}
      <span className={classes.cut}>{text}</span>
    </span>
  );
}

const NO_IDS: string[] = [];

function On({ on, count }: { on: boolean | undefined; count: number }) {
  const { t } = useText();
  if (!on) return <span className={classes.quiet}>{t('record.off')}</span>;
  return (
    <span className={classes.cell}>
      <IconCheck size={14} stroke={2} aria-hidden />
      {t('record.on')}
      <span className={classes.quiet}>{t('ivrs.entries', { count })}</span>
    </span>
  );
}

/** How much is probably not meant so, by one look at the whole site. */
function Count({ row }: { row: IvrRecord }) {
  const { data } = useQuery({ queryKey: FINDINGS, queryFn: ({ signal }) => ask<{ items: Finding[] | null }>('GET', '/api/v1/ivrs/lint', { signal }), staleTime: 30_000 });
  if (!data) return null;
  const count = counted(data.items ?? [], [row]).get(row.id) ?? 0;
  if (count === 0) return <span className={classes.quiet}>–</span>;
  return (
    <span className={classes.count}>
      <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
      {count}
    </span>
  );
}
