import { useQuery } from '@tanstack/react-query';
import { IconDownload, IconHistory, IconMusic } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { formatDuration, formatPhone, parsePhone, useMay, useStop, useText, useTimes } from '@yobirin/kit';
import { FilterChoice, FilterLine, FilterPeriod, FilterText, useUrlFilters } from '@yobirin/kit/filter';
import { Dim, Line, ListPage, useChosen } from '@yobirin/kit/list';
import { ListPlayer, ListPlayerHost, useToggleSound } from '@yobirin/kit/player';
import { useTableSettings, type Column } from '@yobirin/kit/table';
import { getAudioChoices, getNumbers, voicemailFile, type Voicemail } from '@yobirin/wire';
import { useCallback, useMemo } from 'react';
import { Bulk } from './bulk';
import { FILTERS, queryOf, type Filters } from './filters';
import { useMark } from './use-mark';
import { useVoicemails } from './use-voicemails';
import classes from './voicemail.module.css';

/** 留守電履歴 (W-HIST-3): the messages that callers left. */
export function VoicemailPage() {
  const mark = useMark();
  const onHeard = useCallback((id: string) => void mark([id], true), [mark]);
  return (
    <ListPlayerHost urlOf={voicemailFile} onHeard={onHeard}>
      <Messages />
    </ListPlayerHost>
  );
}

function Messages() {
  const { t, language } = useText();
  const times = useTimes();
  const [filters, change, clear] = useUrlFilters(FILTERS);
  const settings = useTableSettings('voicemail', ['heardBy']);
  const columns = useColumns();
  const messages = useVoicemails(filters);
  const toggle = useToggleSound();
  const narrowed = Object.keys(queryOf(filters)).length > 0;
  const { rows } = messages;
  const nameOf = (row: Voicemail) => ({ time: times.short(row.at), who: row.from.withheld ? t('calls.withheld') : row.from.name || formatPhone(row.from.number) || t('calls.unknown') });
  const { checks, ids, clear: uncheck, onKey } = useChosen(rows, (row) => t('voicemail.check', nameOf(row)));
  return (
    <ListPage
      title={t('voicemail.title')}
      filters={<Filtering filters={filters} change={change} clear={clear} active={narrowed} />}
      columns={columns}
      settings={settings}
      list={messages}
      empty={{ title: t(narrowed ? 'voicemail.nothing' : 'voicemail.empty'), hint: t(narrowed ? 'voicemail.nothingHint' : 'voicemail.emptyHint') }}
      onOpen={(row) => row.playable && toggle(row.id)}
      rowName={(row) => t('voicemail.row', nameOf(row))}
      checks={checks}
      onKey={onKey}
      bar={ids.length > 0 ? <Bulk ids={ids} onDone={uncheck} /> : null}
      foot={messages.isSuccess ? `${t(messages.hasNextPage ? 'calls.loadedMore' : 'calls.loaded', { count: rows.length.toLocaleString(language) })} · ${t('voicemail.unheard', { count: messages.unheard.toLocaleString(language) })}` : null}
    />
  );
}

type Change = (change: Partial<Record<(typeof FILTERS)[number], string | undefined>>) => void;

function Filtering({ filters, change, clear, active }: { filters: Filters; change: Change; clear: () => void; active: boolean }) {
  const { t } = useText();
  const named = useMay('directory.read');
  const audios = useQuery({ queryKey: ['choices', 'audios', 'voicemail'], queryFn: getAudioChoices, enabled: named });
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: getNumbers, enabled: named });
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
      {named ? (
        <>
          <FilterChoice name={t('voicemail.audio')} value={filters.audio} onChange={(audio) => change({ audio })} options={(audios.data?.items ?? []).map((a) => ({ value: a.id, label: a.name }))} />
          <FilterChoice
            name={t('voicemail.number')}
            value={filters.phoneNumber}
            onChange={(phoneNumber) => change({ phoneNumber })}
            options={(numbers.data?.items ?? []).map((n) => ({ value: n.id, label: formatPhone(n.number) || n.name, note: n.name }))}
          />
        </>
      ) : null}
    </FilterLine>
  );
}

function useColumns(): Column<Voicemail>[] {
  const { t } = useText();
  const times = useTimes();
  const mayTake = useMay('recordings.take');
  const ofAll = useMay('calls.see-all');
  const mayOpen = useMay('calls.see-own') && ofAll;
  return useMemo(
    () => [
      { id: 'at', name: t('voicemail.at'), width: 138, cell: (row) => times.short(row.at) },
      { id: 'caller', name: t('voicemail.caller'), width: 170, grow: true, cell: (row) => <Caller row={row} /> },
      { id: 'seconds', name: t('voicemail.seconds'), width: 72, align: 'right', cell: (row) => formatDuration(row.seconds) },
      { id: 'play', name: t('voicemail.play'), width: 200, cell: (row) => (row.playable ? <ListPlayer id={row.id} seconds={row.seconds} position /> : <Dim>{t('voicemail.notPlayable')}</Dim>) },
      { id: 'heard', name: t('voicemail.heard'), width: 90, cell: (row) => (row.heardAt ? <Dim>{t('voicemail.isHeard')}</Dim> : <span className={classes.unheard}>{t('voicemail.isUnheard')}</span>) },
      { id: 'heardBy', name: t('voicemail.heardBy'), width: 110, cell: (row) => row.heardBy?.name },
      { id: 'number', name: t('voicemail.number'), width: 124, cell: (row) => <Dim>{formatPhone(row.phoneNumber)}</Dim> },
      {
        id: 'audio',
        name: t('voicemail.audio'),
        width: 130,
        grow: true,
        cell: (row) =>
          row.audio ? (
            <Line>
              <IconMusic size={14} aria-hidden />
              {row.audio.name}
            </Line>
          ) : null,
      },
      ...(mayOpen ? [{ id: 'call', name: '', width: 40, cell: (row: Voicemail) => <ToCall id={row.call} /> }] : []),
      ...(mayTake
        ? [
            {
              id: 'take',
              name: '',
              width: 40,
              cell: (row: Voicemail) =>
                row.playable ? <Take id={row.id} /> : null,
            },
          ]
        : []),
    ],
    [t, times, mayTake, mayOpen],
  );
}

/** Leads to the call that the message was left in: where it had been before, and whether anybody has called back. */
function ToCall({ id }: { id: string }) {
  const { t } = useText();
  return (
    <Link tabIndex={useStop()} className={classes.icon} to="/history/$callId" params={{ callId: id } as never} aria-label={t('voicemail.toCall')} title={t('voicemail.toCall')} onClick={(event) => event.stopPropagation()}>
      <IconHistory size={15} aria-hidden />
    </Link>
  );
}

/** Downloads a message. */
function Take({ id }: { id: string }) {
  const { t } = useText();
  return (
    <a tabIndex={useStop()} className={classes.icon} href={`${voicemailFile(id)}?download=true`} download aria-label={t('voicemail.download')} title={t('voicemail.download')} onClick={(event) => event.stopPropagation()}>
      <IconDownload size={15} aria-hidden />
    </a>
  );
}

function Caller({ row }: { row: Voicemail }) {
  const { t } = useText();
  const number = formatPhone(row.from.number);
  const heavy = row.heardAt ? undefined : classes.unheard;
  if (row.from.withheld) return <Dim>{t('calls.withheld')}</Dim>;
  if (!row.from.name) return <span className={heavy}>{number || t('calls.unknown')}</span>;
  return (
    <>
      <span className={heavy}>{row.from.name}</span>
      {number ? <Dim> {number}</Dim> : null}
    </>
  );
}
