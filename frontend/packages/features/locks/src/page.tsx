import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDeviceLandlinePhone, IconLock, IconPasswordMobilePhone, type Icon } from '@tabler/icons-react';
import { Blank, Failure, Loading, useMay, useText, useTimes, useToast } from '@yobirin/kit';
import { useChanges } from '@yobirin/live';
import { asProblem, getLocks, unlock, type LoginLock } from '@yobirin/wire';
import classes from './locks.module.css';

/** Locks come by themselves; nobody tells the page. */
const LOOK = 10_000;
const KEY = ['locks'];
const ICONS: Record<LoginLock['kind'], Icon> = { login: IconLock, pin: IconPasswordMobilePhone, phone: IconDeviceLandlinePhone };

/** ロック: logins, PINs and phones that are locked after wrong tries, to be let in again. */
export function Page() {
  const { t, language } = useText();
  const queries = useQueryClient();
  const locks = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getLocks(signal), refetchInterval: LOOK });
  useChanges('agents', () => void queries.invalidateQueries({ queryKey: KEY }));
  const rows = locks.data ?? [];
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1 className={classes.title}>{t('locks.title')}</h1>
      </header>
      <div className={classes.list}>
        {locks.isPending ? (
          <Loading rows={5} height={44} />
        ) : locks.isError && rows.length === 0 ? (
          <Failure unreachable={asProblem(locks.error).code === 'unreachable'} detail={asProblem(locks.error).message} onRetry={() => void locks.refetch()} />
        ) : rows.length === 0 ? (
          <Blank title={t('locks.empty')} hint={t('locks.hint')} />
        ) : (
          <Table rows={rows} />
        )}
      </div>
      <footer className={classes.foot} aria-live="polite">
        {locks.isPending ? null : t('record.total', { count: rows.length.toLocaleString(language) })}
      </footer>
    </div>
  );
}

function Table({ rows }: { rows: readonly LoginLock[] }) {
  const { t } = useText();
  return (
    <table className={classes.table} aria-label={t('locks.title')}>
      <thead>
        <tr>
          <th scope="col">{t('locks.kind')}</th>
          <th scope="col">{t('locks.name')}</th>
          <th scope="col">{t('sessions.login')}</th>
          <th scope="col" className={classes.figure}>
            {t('locks.tries')}
          </th>
          <th scope="col">{t('locks.since')}</th>
          <th scope="col">
            <span className="sr-only">{t('locks.unlock')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={`${row.kind} ${row.id}`} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: LoginLock }) {
  const { t } = useText();
  const times = useTimes();
  const toast = useToast();
  const queries = useQueryClient();
  const may = { login: useMay('login.unlock'), pin: useMay('pin.unlock'), phone: useMay('pin.unlock') }[row.kind];
  const open = useMutation({
    mutationFn: () => unlock(row),
    onSuccess: () => toast({ tone: 'info', text: t('locks.unlocked', { name: row.name }) }),
    onError: (error) => toast({ tone: 'error', text: t('locks.failed', { detail: asProblem(error).message }) }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const Glyph = ICONS[row.kind];
  return (
    <tr>
      <td>
        <span className={classes.kind} title={t(`locks.kind.${row.kind}.hint`)}>
          <Glyph size={16} stroke={1.7} aria-hidden />
          {t(`locks.kind.${row.kind}`)}
          <span className={classes.dim}>{t(`locks.kind.${row.kind}.hint`)}</span>
        </span>
      </td>
      <td className={classes.name}>{row.name}</td>
      <td>{row.login}</td>
      <td className={classes.figure}>{row.tries}</td>
      <td className={classes.time}>{`${times.wall(row.since).slice(0, 10).replaceAll('-', '/')} ${times.clock(row.since)}`}</td>
      <td className={classes.act}>
        {may ? (
          <Button size="compact-sm" variant="default" loading={open.isPending} aria-label={t('locks.unlockOf', { name: row.name })} onClick={() => open.mutate()}>
            {t('locks.unlock')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
