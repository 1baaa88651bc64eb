import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useText, useTimes } from '@yobirin/kit';
import { ask, useNamed, type RecordChoice } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { createContext, use, useEffect, useMemo, useState } from 'react';
import { useWatch } from 'react-hook-form';
import type { IvrRecord, Keys, Place, ScheduleRow, Warning, Way, Week } from './ivr';
import { idOf, isNamed, NOUNS, type NamedKind } from './places';
import { useUndo, type Undo } from './undo';
import { sorted, type Sorted } from './warnings';

/** Which way of the IVR a call takes at the moment that is looked at. */
export type Lit = { why: 'schedule'; row: number } | { why: 'buttons' } | { why: 'default' } | undefined;

/** What the parts of the editor share. */
export interface Editor {
  week: Week | undefined;
  way: Way | undefined;
  /** The preview could not be asked for: what is typed is not fit to be tried. */
  stale: boolean;
  /** The server could not be asked. */
  unreached: boolean;
  /** The moment that is looked at, as the site's clocks show it; undefined: now. */
  at: string | undefined;
  look: (at: string | undefined) => void;
  lit: Lit;
  all: readonly Warning[];
  warnings: Sorted;
  /** What a place of the record is called. */
  nameOf: (place: Place | undefined) => string | undefined;
  choiceOf: (place: Place | undefined) => RecordChoice | undefined;
  /** What the IVR itself is called here. */
  ownName: string;
  undo: Undo;
}

export const EditorContext = createContext<Editor | undefined>(undefined);

export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error('a part of the IVR editor outside of it');
  return editor;
}

const PAUSE = 150;
const ROWS: readonly ScheduleRow[] = [];
const NO_KEYS: Keys = {};
const NO_WARNINGS: readonly Warning[] = [];

/** The record as it is edited, with what would happen to calls if it were saved. */
export function useIvrEditor(isNew: boolean): Editor {
  const { t } = useText();
  const values = useWatch() as unknown as IvrRecord;
  const ownName = values.name?.trim() || t('ivrs.this');
  const [at, look] = useState<string>();
  const { week, way, stale, unreached } = usePreview(values, ownName, isNew, at);
  const rows = values.schedule?.rows ?? ROWS;
  const keys = values.buttons?.keys ?? NO_KEYS;
  const places = useMemo(() => [...rows.map((row) => row.toDestination), ...Object.values(keys), values.default], [rows, keys, values.default]);
  const choiceOf = useChoices(places);
  const undo = useUndo();
  return useMemo(() => {
    const nameOf = (place: Place | undefined) => choiceOf(place)?.name ?? (place?.kind === 'extension' ? place.extension : undefined);
    const all = week?.warnings ?? NO_WARNINGS;
    return { week, way, stale, unreached, at, look, lit: litOf(way), all, warnings: sorted(all, { name: ownName, rows, keys, usual: values.default, nameOf }), nameOf, choiceOf, ownName, undo };
  }, [week, way, stale, unreached, at, choiceOf, ownName, rows, keys, values.default, undo]);
}

/** Asks what happens in the coming week, and at the moment that is looked at. */
function usePreview(values: IvrRecord, name: string, isNew: boolean, at: string | undefined) {
  const times = useTimes();
  const today = times.wall(Date.now()).slice(0, 10);
  const ivr = useLater(bodyOf(values, name, isNew));
  const shared = { placeholderData: keepPreviousData, staleTime: 5_000, gcTime: 60_000, retry: false } as const;
  const week = useQuery({ ...shared, queryKey: ['ivr-preview', 'week', ivr, today], queryFn: ({ signal }) => ask<Week>('POST', '/api/v1/ivrs/week', { json: { ivr: JSON.parse(ivr), from: today }, signal }) });
  const way = useQuery({
    ...shared,
    queryKey: ['ivr-preview', 'at', ivr, at ?? 'now'],
    queryFn: ({ signal }) => ask<Way>('POST', '/api/v1/ivrs/at', { json: { ivr: JSON.parse(ivr), ...(at === undefined ? {} : { time: at }) }, signal }),
    refetchInterval: at === undefined ? 60_000 : false,
  });
  // The last answer that there was stays in sight while what is typed cannot be tried.
  const [kept, setKept] = useState<{ week?: Week; way?: Way }>({});
  useEffect(() => {
    if (week.data) setKept((old) => ({ ...old, week: week.data }));
  }, [week.data]);
  useEffect(() => {
    if (way.data) setKept((old) => ({ ...old, way: way.data }));
  }, [way.data]);
  return { week: week.data ?? kept.week, way: way.data ?? kept.way, stale: week.isError || way.isError, unreached: [week, way].some((one) => one.isError && asProblem(one.error).code === 'unreachable') };
}

/** The record as the previews take it. */
function bodyOf({ id, extension, default: usual, schedule, buttons }: IvrRecord, name: string, isNew: boolean): string {
  const record = { ...(isNew ? {} : { id }), name, extension: extension ?? undefined, default: usual ?? undefined, schedule: schedule ?? undefined, buttons: buttons ?? undefined };
  return JSON.stringify(record, (_, value: unknown) => value ?? undefined);
}

/** A call at the moment that is looked at goes this way out of the IVR. */
function litOf(way: Way | undefined): Lit {
  if (!way) return undefined;
  const next = way.stops[1];
  if (!next) return { why: 'buttons' };
  if (next.why === 'schedule') return { why: 'schedule', row: (next.row ?? 1) - 1 };
  if (next.why === 'default' || next.why === 'loop') return { why: 'default' };
  return undefined;
}

/** The records that places are, by name. */
function useChoices(places: readonly (Place | undefined)[]): (place: Place | undefined) => RecordChoice | undefined {
  const ids = useMemo(() => {
    const of = (kind: NamedKind) => places.flatMap((place) => (place?.kind === kind ? (idOf(place) ?? []) : []));
    return { group: of('group'), agent: of('agent'), ivr: of('ivr'), audio: of('audio'), transfer: of('transfer') };
  }, [places]);
  const group = useNamed(NOUNS.group, ids.group);
  const agent = useNamed(NOUNS.agent, ids.agent);
  const ivr = useNamed(NOUNS.ivr, ids.ivr);
  const audio = useNamed(NOUNS.audio, ids.audio);
  const transfer = useNamed(NOUNS.transfer, ids.transfer);
  return useMemo(() => {
    const known = { group, agent, ivr, audio, transfer };
    return (place) => (isNamed(place?.kind) ? known[place.kind].get(idOf(place) ?? '') : undefined);
  }, [group, agent, ivr, audio, transfer]);
}

function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
