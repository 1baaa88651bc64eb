import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconMusic } from '@tabler/icons-react';
import { Blank, Failure, formatDuration, formatPhone, Loading, parsePhone, useMay, useText, useTimes } from '@yobirin/kit';
import { FilterChoice, FilterLine, FilterPeriod, FilterText, useUrlFilters } from '@yobirin/kit/filter';
import { DataTable, TableSettings, useTableSettings, type Checks, type Column } from '@yobirin/kit/table';
import { asProblem, getAudioChoices, getNumbers, markVoicemails, voicemailFile, type Voicemail } from '@yobirin/wire';
import { useCallback, useMemo, useState } from 'react';
import { Bulk } from './bulk';
import { FILTERS, queryOf, type Filters } from './filters';
import { MessagePlayer, MessagePlayerHost, useToggleMessage } from './player';
import { KEY, useVoicemails } from './use-voicemails';
import classes from './voicemail.module.css';

/** 留守電履歴 (W-HIST-3): the messages that callers left. */
export function VoicemailPage() {
  const queries = useQueryClient();
  const onHeard = useCallback(
    (id: string) => {
      // The list shows it when the server has it; a message that could not be marked stays new.
      markVoicemails([id], true).then(() => queries.invalidateQueries({ queryKey: KEY }), () => undefined);
    },
    [queries],
  );
  return (
    <MessagePlayerHost onHeard={onHeard}>
      <Messages />
    </MessagePlayerHost>
  );
}

function Messages() {
  const { t } = useText();
  const times = useTimes();
  const [filters, change, clear] = useUrlFilters(FILTERS);
  const settings = useTableSettings('voicemail', ['heardBy']);
  const columns = useColumns();
  const messages = useVoicemails(filters);
  const toggle = useToggleMessage();
  const narrowed = Object.keys(queryOf(filters)).length > 0;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const { rows } = messages;
  // What is gone is not chosen any more.
  const ids = useMemo(() => rows.filter((row) => chosen.has(row.id)).map((row) => row.id), [rows, chosen]);
  const nameOf = (row: Voicemail) => ({ time: times.short(row.at), who: row.from.withheld ? t('calls.withheld') : row.from.name || formatPhone(row.from.number) || t('calls.unknown') });
  const checks: Checks<Voicemail> = {
    isChecked: (row) => chosen.has(row.id),
    onCheck: (row, on, range) => {
      const from = range ? rows.findIndex((r) => r.id === anchor) : -1;
      const to = rows.findIndex((r) => r.id === row.id);
      const reached = from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [row];
      const next = new Set(ids);
      reached.forEach((r) => (on ? next.add(r.id) : next.delete(r.id)));
      setChosen(next);
      setAnchor(row.id);
    },
    all: ids.length === 0 ? false : ids.length === rows.length ? true : 'some',
    onAll: (on) => setChosen(new Set(on ? rows.map((row) => row.id) : [])),
    allName: t('voicemail.checkAll'),
    name: (row) => t('voicemail.check', nameOf(row)),
  };
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1 className={classes.title}>{t('voicemail.title')}</h1>
        <Filtering filters={filters} change={change} clear={clear} active={narrowed} />
        <TableSettings columns={columns} settings={settings} />
      </header>
      <div className={classes.list}>
        {messages.isPending ? (
          <Loading rows={12} height={38} />
        ) : messages.isError && rows.length === 0 ? (
          <Failure unreachable={asProblem(messages.error).code === 'unreachable'} detail={asProblem(messages.error).message} onRetry={() => void messages.refetch()} />
        ) : rows.length === 0 ? (
          <Blank title={t(narrowed ? 'voicemail.nothing' : 'voicemail.empty')} hint={t(narrowed ? 'voicemail.nothingHint' : 'voicemail.emptyHint')} />
        ) : (
          <DataTable
            label={t('voicemail.title')}
            columns={columns}
            hidden={settings.hidden}
            density={settings.density}
            rows={rows}
            onOpen={(row) => row.playable && toggle(row.id)}
            rowName={(row) => t('voicemail.row', nameOf(row))}
            onEnd={messages.more}
            checks={checks}
          />
        )}
      </div>
      {ids.length > 0 ? <Bulk ids={ids} onDone={() => setChosen(new Set())} /> : null}
      <footer className={classes.foot} aria-live="polite">
        {messages.isSuccess ? `${t(messages.hasNextPage ? 'calls.loadedMore' : 'calls.loaded', { count: rows.length })}　${t('voicemail.unheard', { count: messages.unheard })}` : null}
      </footer>
    </div>
  );
}

type Change = (change: Partial<Record<(typeof FILTERS)[number], string | undefined>>) => void;

function Filtering({ filters, change, clear, active }: { filters: Filters; change: Change; clear: () => void; active: boolean }) {
  const { t } = useText();
  const audios = useQuery({ queryKey: ['choices', 'audios', 'voicemail'], queryFn: getAudioChoices });
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: getNumbers });
  return (
    <FilterLine active={active} onClear={clear}>
      <FilterPeriod name={t('filter.period')} from={filters.from} to={filters.to} onChange={({ from, to }) => change({ from, to })} />
      <FilterText
        name={t('calls.search')}
        value={filters.number ?? filters.q}
        clean={(text) => text.trim()}
        onChange={(text) => change(text !== undefined && /^[\d+*#()\s０-９ー‐−－-]+$/.test(text) ? { number: parsePhone(text) || undefined, q: undefined } : { q: text, number: undefined })}
      />
      <FilterChoice
        name={t('voicemail.heard')}
        value={filters.heard}
        onChange={(heard) => change({ heard })}
        options={[
          { value: 'false', label: t('voicemail.isUnheard') },
          { value: 'true', label: t('voicemail.isHeard') },
        ]}
      />
      <FilterChoice name={t('voicemail.audio')} value={filters.audio} onChange={(audio) => change({ audio })} options={(audios.data?.items ?? []).map((a) => ({ value: a.id, label: a.name }))} />
      <FilterChoice
        name={t('voicemail.number')}
        value={filters.phoneNumber}
        onChange={(phoneNumber) => change({ phoneNumber })}
        options={(numbers.data?.items ?? []).map((n) => ({ value: n.id, label: formatPhone(n.number) || n.name, note: n.name }))}
      />
    </FilterLine>
  );
}

function useColumns(): Column<Voicemail>[] {
  const { t } = useText();
  const times = useTimes();
  const mayTake = useMay('recordings.take');
  return useMemo(
    () => [
      { id: 'at', name: t('voicemail.at'), width: 138, cell: (row) => times.short(row.at) },
      { id: 'caller', name: t('voicemail.caller'), width: 170, grow: true, cell: (row) => <Caller row={row} /> },
      { id: 'seconds', name: t('voicemail.seconds'), width: 72, align: 'right', cell: (row) => formatDuration(row.seconds) },
      { id: 'play', name: t('voicemail.play'), width: 200, cell: (row) => (row.playable ? <MessagePlayer id={row.id} seconds={row.seconds} /> : <span className={classes.dim}>{t('voicemail.notPlayable')}</span>) },
      { id: 'heard', name: t('voicemail.heard'), width: 90, cell: (row) => <span className={row.heardAt ? classes.dim : classes.unheard}>{t(row.heardAt ? 'voicemail.isHeard' : 'voicemail.isUnheard')}</span> },
      { id: 'heardBy', name: t('voicemail.heardBy'), width: 110, cell: (row) => row.heardBy?.name },
      { id: 'number', name: t('voicemail.number'), width: 124, cell: (row) => <span className={classes.dim}>{formatPhone(row.phoneNumber)}</span> },
      {
        id: 'audio',
        name: t('voicemail.audio'),
        width: 130,
        grow: true,
        cell: (row) =>
          row.audio ? (
            <span className={classes.state}>
              <IconMusic size={14} aria-hidden />
              {row.audio.name}
            </span>
          ) : null,
      },
      ...(mayTake
        ? [
            {
              id: 'take',
              name: '',
              width: 40,
              cell: (row: Voicemail) =>
                row.playable ? (
                  <a className={classes.icon} href={`${voicemailFile(row.id)}?download=true`} download aria-label={t('voicemail.download')} title={t('voicemail.download')} onClick={(event) => event.stopPropagation()}>
                    <IconDownload size={15} aria-hidden />
                  </a>
                ) : null,
            },
          ]
        : []),
    ],
    [t, times, mayTake],
  );
}

function Caller({ row }: { row: Voicemail }) {
  const { t } = useText();
  const number = formatPhone(row.from.number);
  const heavy = row.heardAt ? undefined : classes.unheard;
  if (row.from.withheld) return <span className={classes.dim}>{t('calls.withheld')}</span>;
  if (!row.from.name) return <span className={heavy}>{number || t('calls.unknown')}</span>;
  return (
    <>
      <span className={heavy}>{row.from.name}</span>
      {number ? <span className={classes.dim}> {number}</span> : null}
    </>
  );
}
