import { IconAlertTriangle, IconClock, IconPhoneIncoming, IconPhoneX } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useText, useTimes, type Key } from '@yobirin/kit';
import { useEditor } from './editor';
import { KEYPAD, type Stop } from './ivr';
import classes from './ivrs.module.css';
import { PLACE_ICONS } from './place-picker';

/** 「この日時の着信」: the whole way of a call that comes at a moment, with what does not depend on the clock as branches. */
export function Happens() {
  const { t } = useText();
  const times = useTimes();
  const { way, at, look } = useEditor();
  const wall = at ?? (way ? times.wall(way.time) : '');
  return (
    <section className={classes.happens} aria-label={t('ivrs.happens')}>
      <div className={classes.happensHead}>
        <h3 className={classes.small}>{t('ivrs.happens')}</h3>
        <span className={classes.moment}>
          <input type="datetime-local" aria-label={t('ivrs.moment')} min="1970-01-02T00:00" max="2999-12-31T23:59" value={wall} onChange={(event) => event.currentTarget.value && look(event.currentTarget.value.slice(0, 16))} />
          <Button size="compact-xs" variant="default" disabled={at === undefined} leftSection={<IconClock size={13} aria-hidden />} onClick={() => look(undefined)}>
            {t('ivrs.now')}
          </Button>
        </span>
      </div>
      <p className={classes.dayNote}>{way?.holiday ? t('ivrs.isHoliday', { name: way.holiday }) : ''}</p>
      <div aria-live="polite">{way ? <Path stops={way.stops} branches={way.branches} /> : <div className={classes.pathBlank} />}</div>
    </section>
  );
}

function Path({ stops, branches }: { stops: readonly Stop[]; branches: readonly (readonly Stop[] | null)[] }) {
  const label = useLabel();
  return (
    <ol className={classes.path} data-testid="path">
      {stops.map((stop, i) => (
        <li key={i} data-why={stop.why}>
          {i === 0 ? null : <span className={classes.why}>{label(stop)}</span>}
          <StopName stop={stop} own={i === 0} />
          {i === stops.length - 1 && branches.length > 0 ? (
            <ul className={classes.branches}>
              {byKey(branches).map((branch, b) =>
                branch && branch.length > 0 ? (
                  <li key={b}>
                    <span className={classes.branchWhy} data-key={branch[0]!.key || undefined}>
                      {label(branch[0]!)}
                    </span>
                    <span className={classes.chain}>
                      {branch.map((one, n) => (
                        <span key={n} className={classes.link}>
                          {n === 0 ? null : <span className={classes.why}>{label(one)}</span>}
                          <StopName stop={one} />
                        </span>
                      ))}
                    </span>
                  </li>
                ) : null,
              )}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

/** The ways by keys as a phone has them, then the others. */
function byKey(branches: readonly (readonly Stop[] | null)[]): (readonly Stop[] | null)[] {
  const rank = (branch: readonly Stop[] | null) => {
    const at = KEYPAD.indexOf((branch?.[0]?.key ?? '') as (typeof KEYPAD)[number]);
    return at < 0 ? KEYPAD.length : at;
  };
  return [...branches].sort((a, b) => rank(a) - rank(b));
}

/** Why a call comes to a stop. */
function useLabel(): (stop: Stop) => string {
  const { t } = useText();
  return (stop) => {
    if (stop.why === 'key') return stop.key ?? '';
    if (stop.why === 'schedule') return [t('ivrs.rowOf', { row: stop.row ?? 0 }), stop.day === 'holiday' ? t('ivrs.holiday') : stop.day === 'designated' ? t('ivrs.designated') : ''].filter(Boolean).join(' ');
    return t(`ivrs.why.${stop.why}` as Key);
  };
}

function StopName({ stop, own = false }: { stop: Stop; own?: boolean }) {
  const { t } = useText();
  const name = useStopText()(stop);
  const busy = stop.kind === '' || (stop.kind === 'hangup' && (stop.name === 'busy' || !stop.name));
  const Glyph = own ? IconPhoneIncoming : stop.why === 'loop' ? IconAlertTriangle : busy ? IconPhoneX : PLACE_ICONS[stop.kind];
  return (
    <span className={classes.stop} data-busy={busy || undefined} data-loop={stop.why === 'loop' || undefined} title={stop.kind && !own ? t(`record.to.${stop.kind}` as Key) : undefined}>
      {Glyph ? <Glyph size={14} stroke={1.9} aria-hidden /> : null}
      <span className={classes.cut}>{name}</span>
    </span>
  );
}

/** What a stop is called. */
export function useStopText(): (stop: Pick<Stop, 'kind' | 'name'>) => string {
  const { t } = useText();
  return ({ kind, name }) => {
    if (kind === '') return t('ivrs.busy');
    if (kind === 'hangup') return t(name === 'normal' ? 'ivrs.end.normal' : !name || name === 'busy' ? 'ivrs.busy' : 'record.to.hangup');
    if (kind === 'extension') return t('ivrs.toExtension', { number: name ?? '' });
    return name || t(`record.to.${kind}` as Key);
  };
}
