import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure, Loading, useText, useTimes } from '@yobirin/kit';
import { asProblem, endMySession, getMySessions, UNREACHABLE, type LoginSession } from '@yobirin/wire';
import classes from './me.module.css';

const KEY = ['me', 'sessions'];

/** Where one is logged in oneself, to be ended. */
export function SessionsPart() {
  const { t } = useText();
  const queries = useQueryClient();
  const { data, isPending, isError, error, refetch } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getMySessions(signal), refetchInterval: 15_000 });
  const again = () => queries.invalidateQueries({ queryKey: KEY });
  const end = useMutation({ mutationFn: (ids: string[]) => Promise.all(ids.map((id) => endMySession(id))), onSettled: again });
  if (isPending) return <Loading rows={3} />;
  if (isError) return <Failure unreachable={asProblem(error).code === UNREACHABLE} detail={asProblem(error).message} onRetry={() => void refetch()} />;
  const others = data.items.filter((session) => !session.this);
  return (
    <section aria-label={t('me.sessions.title')}>
      <h2>{t('me.sessions.title')}</h2>
      <p className={classes.hint}>{t('me.sessions.hint')}</p>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('sessions.client')}</th>
              <th scope="col">{t('sessions.factor')}</th>
              <th scope="col">{t('sessions.address')}</th>
              <th scope="col">{t('sessions.created')}</th>
              <th scope="col">{t('sessions.seen')}</th>
              <th scope="col">
                <span className="sr-only">{t('sessions.end')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((session) => (
              <Row key={session.id} session={session} busy={end.isPending} onEnd={() => end.mutate([session.id])} />
            ))}
          </tbody>
        </table>
      </div>
      {others.length > 1 ? (
        <div className={classes.buttons}>
          <Button size="compact-md" variant="default" loading={end.isPending} onClick={() => end.mutate(others.map((session) => session.id))}>
            {t('me.sessions.endOthers')}
          </Button>
        </div>
      ) : null}
      {end.error ? (
        <p className={classes.fault} role="alert">
          {t('sessions.failed', { detail: asProblem(end.error).message })}
        </p>
      ) : null}
    </section>
  );
}

function Row({ session, busy, onEnd }: { session: LoginSession; busy: boolean; onEnd: () => void }) {
  const { t } = useText();
  const times = useTimes();
  const moment = (at: string) => times.minute(at);
  const client = t(`sessions.client.${session.client}`);
  return (
    <tr>
      <td title={session.userAgent}>
        {client}
        {session.this ? <strong className={classes.here}>{t('sessions.this')}</strong> : null}
      </td>
      <td>{t(`sessions.factor.${session.factor}`)}</td>
      <td>{session.address}</td>
      <td>{moment(session.created)}</td>
      <td>{moment(session.seen)}</td>
      <td>
        {session.this ? null : (
          <Button size="compact-sm" variant="default" disabled={busy} aria-label={`${t('sessions.end')}: ${client} ${session.address ?? ''}`} onClick={onEnd}>
            {t('sessions.end')}
          </Button>
        )}
      </td>
    </tr>
  );
}
