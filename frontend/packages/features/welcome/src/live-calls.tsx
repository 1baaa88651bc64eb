import { callLook, formatPhone, ink, Timer, useText } from '@yobirin/kit';
import { useRow, useRows, type LiveCallRow } from '@yobirin/live';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import classes from './welcome.module.css';

/** The calls from outside that are there now, each with the way it goes: number, menu or group, agent. */
export function LiveCalls() {
  const { t } = useText();
  const rows = useRows('calls');
  const calls = [...rows.values()].filter((call) => call.direction === 'in' && call.state !== 'ended').slice(0, 5);
  if (calls.length === 0) return null;
  return (
    <ul className={classes.calls} aria-label={t('welcome.call.live')}>
      {calls.map((call) => (
        <Call key={call.id} call={call} />
      ))}
    </ul>
  );
}

function Call({ call }: { call: LiveCallRow }) {
  const { t } = useText();
  const group = useRow('groups', call.group);
  const rung = call.agent ?? call.parties.find((party) => party.agent)?.agent;
  const agent = useRow('agents', rung);
  const look = callLook[call.state];
  const way = [
    call.from.withheld ? t('calls.withheld') : formatPhone(call.from.number ?? '') || call.from.name || t('calls.unknown'),
    formatPhone(call.to.number ?? '') || call.to.name,
    call.state === 'ivr' ? t('state.ivr') : undefined,
    group?.name,
    agent?.name,
  ].filter((stop): stop is string => !!stop);
  return (
    <li data-state={call.state}>
      <span className={classes.callState} style={{ color: ink(look.tone) }}>
        <look.icon size={16} aria-hidden />
        {t(look.label)}
      </span>
      {way.map((stop, i) => (
        <span key={i} className={classes.stop}>
          {i > 0 ? <IconArrowNarrowRight size={15} aria-hidden /> : null}
          {stop}
        </span>
      ))}
      <span className={classes.clock}>
        <Timer since={call.since} />
      </span>
    </li>
  );
}
