import { useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconCheck, IconDownload, IconLoader2, IconRefresh } from '@tabler/icons-react';
import { useStop, useText, useTimes, useToast } from '@yobirin/kit';
import { Dim, Line, ListPage, usePages, useRefreshOn } from '@yobirin/kit/list';
import { useTableSettings, type Column } from '@yobirin/kit/table';
import { archiveFile, asProblem, getArchives, makeArchive, type ArchiveDay, type ArchivePage } from '@yobirin/wire';
import { useMemo } from 'react';
import classes from './archives.module.css';
import { formatBytes } from './size';

const KEY = ['archives'];
/** Progress is told with every batch of recordings; the list is asked for at most this often. */
const FOLLOW = 1000;

/** Progress within a making is not told live: the list is looked at as long as something is made. */
const LOOK = (query: { state: { data?: { pages: readonly ArchivePage[] } } }) => (query.state.data?.pages.some((page) => page.items.some((row) => row.state === 'making')) ? 3000 : false);

type Row = ArchiveDay & { id: string };
const rowOf = (day: ArchiveDay): Row => ({ ...day, id: day.day });

/** 通話録音アーカイブ (W-HIST-4): the days with recordings, their zip files, and making one now. */
export function ArchivesPage() {
  const { t } = useText();
  const settings = useTableSettings('archives', ['madeAt']);
  const columns = useColumns();
  const days = useDays();
  return (
    <ListPage
      title={t('archives.title')}
      hint={t('archives.hint')}
      columns={columns}
      settings={settings}
      list={days}
      empty={{ title: t('archives.empty'), hint: t('archives.emptyHint') }}
      rowName={(row) => row.day}
      foot={days.rows.length > 0 ? t('archives.count', { count: days.rows.length }) : null}
    />
  );
}

function useDays() {
  useRefreshOn('archives', KEY, FOLLOW);
  return usePages<ArchivePage, Row>(KEY, (cursor = '', signal) => getArchives(cursor, signal), { rowOf, refetchInterval: LOOK });
}

function useColumns(): Column<Row>[] {
  const { t, language } = useText();
  const times = useTimes();
  return useMemo(
    () => [
      { id: 'day', name: t('archives.day'), width: 130, cell: (row) => times.date(`${row.day}T12:00:00Z`) },
      { id: 'state', name: t('archives.state'), width: 180, grow: true, cell: (row) => <State row={row} /> },
      { id: 'recordings', name: t('archives.recordings'), width: 90, align: 'right', cell: (row) => (row.download ? row.recordings.toLocaleString(language) : null) },
      { id: 'size', name: t('archives.size'), width: 96, align: 'right', cell: (row) => (row.download ? formatBytes(row.bytes, language) : null) },
      { id: 'madeAt', name: t('archives.madeAt'), width: 138, cell: (row) => (row.madeAt ? times.short(row.madeAt) : null) },
      { id: 'upload', name: t('archives.upload'), width: 150, grow: true, cell: (row) => <Upload row={row} /> },
      { id: 'file', name: t('archives.file'), width: 250, cell: (row) => <Tools row={row} /> },
    ],
    [t, language, times],
  );
}

function State({ row }: { row: Row }) {
  const { t, language } = useText();
  if (row.today) return <Dim>{t('archives.state.today')}</Dim>;
  if (row.state === 'making') {
    const text = row.failed ? t('archives.retry', { why: row.failed }) : row.done ? t('archives.progress', { count: row.done.toLocaleString(language) }) : t('archives.state.making');
    return (
      <Line bad={row.failed !== undefined && row.failed !== ''} title={text}>
        {row.failed ? <IconAlertTriangle size={15} aria-hidden /> : <IconLoader2 size={15} aria-hidden />}
        {text}
      </Line>
    );
  }
  if (row.state === 'failed') {
    return (
      <Line bad title={row.failed}>
        <IconAlertTriangle size={15} aria-hidden />
        {t('part.said', { what: t('archives.state.failed'), detail: row.failed ?? '' })}
      </Line>
    );
  }
  if (row.state === 'ready') {
    const bad = row.unreadable ? t('archives.unreadable', { count: row.unreadable.toLocaleString(language) }) : undefined;
    return (
      <Line title={bad}>
        {bad ? <IconAlertTriangle size={15} role="img" aria-label={bad} /> : <IconCheck size={15} aria-hidden />}
        {t('archives.state.ready')}
      </Line>
    );
  }
  return <Dim>{t(row.state === 'deleted' ? 'archives.state.deleted' : 'archives.state.none')}</Dim>;
}

function Upload({ row }: { row: Row }) {
  const { t } = useText();
  if (!row.upload) return null;
  const bad = row.upload === 'failed';
  return (
    <Line bad={bad} title={bad ? row.uploadWhy : row.object}>
      {bad && row.uploadWhy ? t('part.said', { what: t('archives.upload.failed'), detail: row.uploadWhy }) : t(`archives.upload.${row.upload}`)}
    </Line>
  );
}

function Tools({ row }: { row: Row }) {
  const { t } = useText();
  const toast = useToast();
  const stop = useStop();
  const queries = useQueryClient();
  const make = async () => {
    try {
      await makeArchive(row.day);
      toast({ tone: 'info', text: t('archives.asked', { day: row.day }) });
    } catch (error) {
      toast({ tone: 'error', text: t('archives.failed', { detail: asProblem(error).message }) });
    }
    void queries.invalidateQueries({ queryKey: KEY });
  };
  return (
    <span className={classes.tools} onClick={(event) => event.stopPropagation()}>
      {row.download ? (
        <a tabIndex={stop} className={classes.file} href={archiveFile(row.day)} download aria-label={t('archives.downloadOf', { day: row.day })}>
          <IconDownload size={14} aria-hidden />
          {t('archives.download')}
        </a>
      ) : null}
      {row.today || row.state === 'making' ? null : (
        <button type="button" tabIndex={stop} className={classes.file} aria-label={t(row.download ? 'archives.againOf' : 'archives.makeOf', { day: row.day })} onClick={() => void make()}>
          <IconRefresh size={14} aria-hidden />
          {t(row.download ? 'archives.again' : 'archives.make')}
        </button>
      )}
    </span>
  );
}
