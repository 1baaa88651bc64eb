import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { formatDuration, formatPhone, hasText, parsePhone, useText, useTimes, useViewer } from '@yobirin/kit';
import { FilterChoice, FilterDuration, FilterLine, FilterPeriod, FilterText, useUrlFilters } from '@yobirin/kit/filter';
import { CsvLink, Dim, ListPage } from '@yobirin/kit/list';
import { ListPlayer, ListPlayerHost } from '@yobirin/kit/player';
import { useTableSettings, type Column } from '@yobirin/kit/table';
import { useRow } from '@yobirin/live';
import { callsFile, farSide, recordingUrl, type CallRow } from '@yobirin/wire';
import { use, useCallback, useMemo } from 'react';
import { FILTERS, isNarrowed, NEWEST_FIRST, OUTCOMES, queryOf, resultChosen, resultOf, searchOf, type Filter, type Filters } from './filters';
import { CallTo, CallToContext } from './call-to';
import { CallKind, PartyCell, partyText } from './kind';
import { Length, Talked } from './lengths';
import { useCalls, useChoices } from './use-calls';

type Change = (change: Partial<Record<Filter, string | undefined>>) => void;

/** 通話履歴 (W-HIST-1): filters in the URL, the list, and a call's detail beside it. */
export function HistoryPage() {
  const { t, language } = useText();
  const times = useTimes();
  const [filters, change, clear] = useUrlFilters(FILTERS);
  const besidePhone = use(CallToContext) !== undefined;
  const settings = useTableSettings('calls', besidePhone ? ['to', 'number', 'cause'] : ['to', 'cause']);
  const columns = useColumns();
  const calls = useCalls(filters);
  const navigate = useNavigate();
  const { callId } = useParams({ strict: false }) as { callId?: string };
  const open = useCallback((row: CallRow) => void navigate({ to: '/history/$callId', params: { callId: row.id }, search: true } as never), [navigate]);
  const narrowed = isNarrowed(filters);

  return (
    <ListPlayerHost urlOf={recordingUrl}>
      <ListPage
        title={t('calls.title')}
        filters={<Filtering filters={filters} change={change} clear={clear} active={narrowed} />}
        columns={columns}
        settings={settings}
        actions={<CsvLink href={callsFile(queryOf(filters))} name={t('calls.csv')} hint={t('calls.csvHint')} />}
        list={calls}
        empty={{ title: t(narrowed ? 'calls.nothing' : 'calls.empty'), hint: t(narrowed ? 'calls.nothingHint' : 'calls.emptyHint') }}
        sort={filters.sort ?? NEWEST_FIRST}
        onSort={(sort) => change({ sort: sort === NEWEST_FIRST ? undefined : sort })}
        onOpen={open}
        rowName={(row) => t('calls.open', { time: times.short(row.startedAt) })}
        chosen={callId}
        foot={calls.isSuccess ? t(calls.hasNextPage ? 'calls.loadedMore' : 'calls.loaded', { count: calls.rows.length.toLocaleString(language) }) : null}
      />
      <Outlet />
    </ListPlayerHost>
  );
}

function Filtering({ filters, change, clear, active }: { filters: Filters; change: Change; clear: () => void; active: boolean }) {
  const { t } = useText();
  const choices = useChoices();
  const named = (items: typeof choices.groups) => items.map((i) => ({ value: i.id, label: i.name, note: i.extension }));
  return (
    <FilterLine active={active} onClear={clear}>
      <FilterPeriod name={t('filter.period')} from={filters.from} to={filters.to} onChange={({ from, to }) => change({ from, to })} />
      <FilterChoice
        name={t('filter.direction')}
        value={filters.direction}
        onChange={(direction) => change({ direction })}
        options={[
          { value: 'in', label: t('calls.kind.in') },
          { value: 'out', label: t('calls.kind.out') },
          { value: 'internal', label: t('calls.kind.internal') },
        ]}
      />
      <FilterChoice
        name={t('filter.result')}
        value={resultChosen(filters)}
        onChange={(choice) => change(resultOf(choice))}
        options={[
          { value: 'answered', label: t('filter.answered') },
          { value: 'missed', label: t('filter.missed') },
          ...OUTCOMES.map((outcome) => ({ value: `group.${outcome}`, label: t('filter.inGroup', { outcome: t(`floor.${outcome}`) }) })),
        ]}
      />
      <FilterChoice
        name={t('filter.rang')}
        value={filters.rang}
        onChange={(rang) => change({ rang })}
        options={[
          { value: 'missed', label: t('filter.rangMissed') },
          { value: 'direct', label: t('filter.rangDirect') },
          { value: 'elsewhere', label: t('filter.rangElsewhere') },
        ]}
      />
      <FilterText name={t('calls.search')} value={filters.number ?? filters.q} clean={(text) => text.trim()} onChange={(text) => change(searchOf(text, parsePhone))} />
      <FilterChoice name={t('filter.group')} value={filters.group} options={named(choices.groups)} onChange={(group) => change({ group })} />
      <FilterChoice name={t('filter.agent')} value={filters.agent} options={named(choices.agents)} onChange={(agent) => change({ agent })} />
      <FilterChoice
        name={t('filter.phoneNumber')}
        value={filters.phoneNumber}
        onChange={(phoneNumber) => change({ phoneNumber })}
        options={choices.numbers.map((n) => ({ value: n.id, label: formatPhone(n.number) || n.name, note: n.name }))}
      />
      <FilterDuration name={t('filter.duration')} from={filters.min} to={filters.max} onChange={({ from, to }) => change({ min: from, max: to })} />
    </FilterLine>
  );
}

/** In the order of their weight: what a narrow page does not show is at the end. Those shown at first fit beside the phone at 1280 px. */
function useColumns(): Column<CallRow>[] {
  const { t } = useText();
  const times = useTimes();
  const own = useOwnExtension();
  return useMemo(() => {
    const other = (row: CallRow) => farSide(row, own);
    return [
      { id: 'startedAt', name: t('calls.started'), width: 124, sortable: true, cell: (row) => times.short(row.startedAt) },
      { id: 'kind', name: t('calls.kind'), width: 146, cell: (row) => <CallKind call={row} /> },
      { id: 'party', name: t('calls.party'), width: 150, grow: true, cell: (row) => <><CallTo party={other(row)} /><PartyCell party={other(row)} /></> },
      { id: 'to', name: t('calls.to'), width: 130, cell: (row) => partyText(other(row) === row.to ? row.from : row.to, t) },
      { id: 'group', name: t('calls.group'), width: 96, grow: true, cell: (row) => row.group?.name },
      { id: 'agent', name: t('calls.agent'), width: 92, grow: true, cell: (row) => row.agent?.name },
      { id: 'waitSeconds', name: t('calls.wait'), width: 64, align: 'right', sortable: 'down', cell: (row) => <Length seconds={row.waitSeconds} /> },
      { id: 'talkSeconds', name: t('calls.talk'), width: 84, align: 'right', sortable: 'down', cell: (row) => <Talked call={row} /> },
      { id: 'recording', name: t('calls.recording'), width: 116, cell: (row) => (row.hasRecording ? <ListPlayer id={row.id} seconds={row.talkSeconds} idle={<Dim>{formatDuration(row.talkSeconds)}</Dim>} /> : null) },
      { id: 'number', name: t('calls.number'), width: 118, cell: (row) => <Dim>{formatPhone(row.phoneNumber)}</Dim> },
      { id: 'cause', name: t('calls.cause'), width: 120, cell: (row) => causeText(row.cause, t) },
    ];
  }, [t, times, own]);
}

/** The viewer's extension; nothing for whoever has none. */
function useOwnExtension(): string {
  const { id } = useViewer();
  return useRow('agents', id)?.extension ?? '';
}

function causeText(cause: string | undefined, t: ReturnType<typeof useText>['t']): string {
  const key = `cause.${cause ?? ''}`;
  return hasText(key) ? t(key) : (cause ?? '');
}
