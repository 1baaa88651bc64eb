import { IconCircle, IconCircleFilled, IconCircleX, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Timer, useText } from '@yobirin/kit';
import { recordClient } from '@yobirin/kit/record';
import type { TrunkLive, TrunkRecord } from './trunk';
import classes from './trunks.module.css';

const trunks = recordClient<TrunkRecord>('trunks');
const EVERY = 5000;

/** How a trunk stands, looked at again every few seconds while the page is in sight. */
export function useTrunkLive(row: TrunkRecord): TrunkLive | undefined {
  const { data } = useQuery({
    queryKey: ['trunks-live'],
    queryFn: ({ signal }) => trunks.list({ limit: 500 }, signal),
    refetchInterval: EVERY,
    refetchIntervalInBackground: false,
    staleTime: EVERY,
    retry: false,
  });
  const fresh = data?.items.find((item) => item.id === row.id);
  return fresh ? fresh.live : row.live;
}

const LOOK: Record<TrunkLive['state'], { tone: string; icon: Icon }> = {
  registered: { tone: 'good', icon: IconCircleFilled },
  reachable: { tone: 'good', icon: IconCircleFilled },
  unreachable: { tone: 'bad', icon: IconCircleX },
  failed: { tone: 'bad', icon: IconCircleX },
  unknown: { tone: 'off', icon: IconCircle },
  disabled: { tone: 'off', icon: IconCircle },
};

/** The state in words, with its colour and sign. */
export function StateMark({ state }: { state: TrunkLive['state'] }) {
  const { t } = useText();
  const { tone, icon: Glyph } = LOOK[state];
  return (
    <span className={classes.state} data-tone={tone}>
      <Glyph size={12} aria-hidden />
      {t(`trunks.state.${state}`)}
    </span>
  );
}

const stateOf = (row: TrunkRecord, live: TrunkLive | undefined): TrunkLive['state'] => (row.disabled ? 'disabled' : (live?.state ?? 'unknown'));

export function LiveCell({ row }: { row: TrunkRecord }) {
  const live = useTrunkLive(row);
  return (
    <span className={classes.cell}>
      <StateMark state={stateOf(row, live)} />
      {live?.reason ? <span className={classes.reason}>{live.reason}</span> : null}
    </span>
  );
}

export function CallsNow({ row }: { row: TrunkRecord }) {
  const { t } = useText();
  const live = useTrunkLive(row);
  return live ? <>{t('trunks.callsNow', { inbound: live.inbound, outbound: live.outbound })}</> : null;
}

/** The whole state: what, since when, why, how fast, and the calls now. */
export function LivePanel({ record }: { record: TrunkRecord }) {
  const { t } = useText();
  const live = useTrunkLive(record);
  const state = stateOf(record, live);
  return (
    <dl className={classes.live} aria-label={t('trunks.state')}>
      <div>
        <dt>{t('trunks.state')}</dt>
        <dd>
          <StateMark state={state} />
        </dd>
      </div>
      <div>
        <dt>{t('trunks.since')}</dt>
        <dd>{live?.since ? <Timer since={Date.parse(live.since)} /> : '–'}</dd>
      </div>
      <div>
        <dt>{t('trunks.callsIn')}</dt>
        <dd>{live?.inbound ?? '–'}</dd>
      </div>
      <div>
        <dt>{t('trunks.callsOut')}</dt>
        <dd>{live?.outbound ?? '–'}</dd>
      </div>
      <div>
        <dt>{t('trunks.rtt')}</dt>
        <dd>{live?.rtt ? t('trunks.ms', { ms: live.rtt }) : '–'}</dd>
      </div>
      {live?.reason ? (
        <p role="status" className={classes.why}>
          {live.reason}
        </p>
      ) : null}
    </dl>
  );
}
