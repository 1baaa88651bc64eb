import { Timer, useText, useTimes, type Key } from '@yobirin/kit';
import type { ReactNode } from 'react';
import { AgentName } from './agent-name';
import type { DeviceRecord } from './device';
import classes from './devices.module.css';
import { GivenCard } from './given-card';
import { LinkCard } from './link-card';
import { LiveMark } from './live-mark';
import { Resync } from './resync';

/** What the server sees of the phone now, and its password while it may still be noted. */
export function DeviceAside({ record }: { record: DeviceRecord }) {
  const { t } = useText();
  const times = useTimes();
  const live = record.live;
  const state = live?.state ?? 'offline';
  return (
    <>
      <GivenCard record={record} />
      {record.kind === 'app' ? <p className={classes.note}>{t('devices.app')}</p> : null}
      <section className={classes.live} aria-label={t('devices.live')}>
        <p className={classes.state} role="status">
          <LiveMark live={live} />
          {live?.since ? <Timer since={Date.parse(live.since)} /> : null}
          <span className={classes.quiet}>{t(`devices.live.${state}.why`)}</span>
        </p>
        <dl>
          <Fact label="devices.address">{live?.address ? <code>{live.address}</code> : '–'}</Fact>
          <Fact label="devices.userAgent">{live?.userAgent || '–'}</Fact>
          <Fact label="devices.lastSeen">{live?.lastSeen ? times.short(live.lastSeen) : t('devices.never')}</Fact>
          <Fact label="devices.contacts">{live?.contacts ?? 0}</Fact>
          {record.kind === 'hot-desk' ? <Fact label="devices.seat">{record.seat ? <AgentName id={record.seat} /> : t('devices.seat.none')}</Fact> : null}
        </dl>
        <Resync record={record} />
      </section>
      {record.kind === 'app' ? null : <LinkCard record={record} />}
    </>
  );
}

function Fact({ label, children }: { label: Key; children: ReactNode }) {
  const { t } = useText();
  return (
    <div>
      <dt>{t(label)}</dt>
      <dd>{children}</dd>
    </div>
  );
}
