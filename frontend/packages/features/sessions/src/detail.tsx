import { Button } from '@mantine/core';
import { Sheet, useMay, useText, useTimes, useToast, useViewer } from '@yobirin/kit';
import { Fact, Facts } from '@yobirin/kit/list';
import { Dialog } from '@yobirin/kit/record';
import { asProblem, endSession, endSessionsOf, type LoginSession } from '@yobirin/wire';
import { useState, type ReactNode } from 'react';
import classes from './sessions.module.css';

interface Props {
  row: LoginSession;
  onEnded: () => void;
  onOnly: (agent: string) => void;
  onClose: () => void;
}

/** A session, and the ways to end it. */
export function Detail({ row, onEnded, onOnly, onClose }: Props) {
  const { t } = useText();
  const times = useTimes();
  const viewer = useViewer();
  const mayEnd = useMay('sessions.end');
  const [asking, setAsking] = useState<'one' | 'all'>();
  const own = row.agent === viewer.id;
  const facts: [string, ReactNode][] = [
    [t('sessions.agent'), row.agentName],
    [t('sessions.login'), row.login],
    [t('sessions.client'), t(`sessions.client.${row.client}`)],
    [t('sessions.factor'), t(`sessions.factor.${row.factor}`)],
    [t('sessions.address'), row.address],
    [t('sessions.created'), times.moment(row.created)],
    [t('sessions.seen'), times.moment(row.seen)],
    [t('sessions.browser'), row.userAgent],
  ];
  return (
    <Sheet
      title={row.agentName}
      note={row.this ? <span className={classes.mark} data-this>{t('sessions.this')}</span> : null}
      onClose={onClose}
      foot={
        mayEnd ? (
          <>
            {row.this ? null : (
              <Button size="xs" onClick={() => setAsking('one')}>
                {t('sessions.end')}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => setAsking('all')}>
              {t(own ? 'me.sessions.endOthers' : 'sessions.endAll')}
            </Button>
          </>
        ) : null
      }
    >
      <Facts>
        {facts.map(([name, value]) =>
          value ? (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ) : null,
        )}
      </Facts>
      <div className={classes.links}>
        <Button size="xs" variant="default" onClick={() => onOnly(row.agent)}>
          {t('audit.only')}
        </Button>
      </div>
      {asking ? <Sure row={row} all={asking === 'all'} own={own} onEnded={onEnded} onClose={() => setAsking(undefined)} /> : null}
    </Sheet>
  );
}

function Sure({ row, all, own, onEnded, onClose }: { row: LoginSession; all: boolean; own: boolean; onEnded: () => void; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const end = () => {
    setBusy(true);
    (all ? endSessionsOf(row.agent) : endSession(row.id)).then(
      () => {
        toast({ tone: 'info', text: t('sessions.ended', { name: row.agentName }) });
        onEnded();
      },
      (error: unknown) => {
        setBusy(false);
        onClose();
        toast({ tone: 'error', text: t('sessions.failed', { detail: asProblem(error).message }) });
      },
    );
  };
  return (
    <Dialog
      title={all ? t(own ? 'sessions.endAllOwn' : 'sessions.endAllOf', { name: row.agentName }) : t('sessions.endSure', { name: row.agentName })}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" data-autofocus loading={busy} onClick={end}>
            {t(all && !own ? 'sessions.endAll' : 'sessions.end')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('keys.cancel')}
          </Button>
        </>
      }
    >
      <p className={classes.words}>{t('sessions.endHint')}</p>
    </Dialog>
  );
}
