import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDeviceLandlinePhone, IconLock, IconPasswordMobilePhone, type Icon } from '@tabler/icons-react';
import { useMay, useStop, useText, useTimes, useToast } from '@yobirin/kit';
import { atOnce, Dim, ListPage, useRefreshOn } from '@yobirin/kit/list';
import { useTableSettings, type Column } from '@yobirin/kit/table';
import { asProblem, getLocks, unlock, type LoginLock } from '@yobirin/wire';
import { useMemo } from 'react';
import classes from './locks.module.css';

/** Locks come by themselves; nobody tells the page. */
const LOOK = 10_000;
const KEY = ['locks'];
const ICONS: Record<LoginLock['kind'], Icon> = { login: IconLock, pin: IconPasswordMobilePhone, phone: IconDeviceLandlinePhone };

/** Of a lock, `id` is whose it is; one may have several. */
interface Row {
  id: string;
  lock: LoginLock;
}
const idOf = (lock: LoginLock) => `${lock.kind} ${lock.id}`;

/** ロック: logins, PINs and phones that are locked after wrong tries, to be let in again. */
export function Page() {
  const { t, language } = useText();
  const locks = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getLocks(signal), refetchInterval: LOOK });
  useRefreshOn('agents', KEY, 250);
  const rows = useMemo<Row[]>(() => (locks.data ?? []).map((lock) => ({ id: idOf(lock), lock })), [locks.data]);
  const settings = useTableSettings('locks');
  return (
    <ListPage
      title={t('locks.title')}
      columns={useColumns()}
      settings={settings}
      list={{ ...locks, rows }}
      empty={{ title: t('locks.empty'), hint: t('locks.hint') }}
      rowName={({ lock }) => `${t(`locks.kind.${lock.kind}`)} ${lock.name} ${lock.login}`}
      foot={t('record.total', { count: rows.length.toLocaleString(language) })}
    />
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useText();
  const times = useTimes();
  return useMemo(
    () => [
      { id: 'kind', name: t('locks.kind'), width: 330, grow: true, cell: ({ lock }) => <Kind kind={lock.kind} /> },
      { id: 'name', name: t('locks.name'), width: 150, cell: ({ lock }) => <strong>{lock.name}</strong> },
      { id: 'login', name: t('sessions.login'), width: 120, cell: ({ lock }) => lock.login },
      { id: 'tries', name: t('locks.tries'), width: 100, align: 'right', cell: ({ lock }) => lock.tries },
      { id: 'since', name: t('locks.since'), width: 150, cell: ({ lock }) => times.moment(lock.since) },
      { id: 'act', name: t('locks.unlock'), width: 100, align: 'right', cell: ({ lock }) => <Unlock lock={lock} /> },
    ],
    [t, times],
  );
}

function Kind({ kind }: { kind: LoginLock['kind'] }) {
  const { t } = useText();
  const Glyph = ICONS[kind];
  return (
    <span className={classes.kind} title={t(`locks.kind.${kind}.hint`)}>
      <Glyph size={16} stroke={1.7} aria-hidden />
      <span>{t(`locks.kind.${kind}`)}</span>
      <Dim>{t(`locks.kind.${kind}.hint`)}</Dim>
    </span>
  );
}

/** Lets somebody in again: the row goes at once, and comes back with the reason when it was refused. */
function Unlock({ lock }: { lock: LoginLock }) {
  const { t } = useText();
  const toast = useToast();
  const stop = useStop();
  const queries = useQueryClient();
  const may = { login: useMay('login.unlock'), pin: useMay('pin.unlock'), phone: useMay('pin.unlock') }[lock.kind];
  const open = useMutation({
    mutationFn: () => unlock(lock),
    onMutate: () => atOnce<LoginLock[]>(queries, KEY, (all) => all.filter((one) => idOf(one) !== idOf(lock))),
    onSuccess: () => toast({ tone: 'info', text: t('locks.unlocked', { name: lock.name }) }),
    onError: (error, _, back) => {
      back?.();
      toast({ tone: 'error', text: t('locks.failed', { detail: asProblem(error).message }) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  if (!may) return null;
  return (
    <Button size="compact-sm" variant="default" tabIndex={stop} loading={open.isPending} aria-label={t('locks.unlockOf', { name: lock.name })} onClick={() => open.mutate()}>
      {t('locks.unlock')}
    </Button>
  );
}
