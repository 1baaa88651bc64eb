import { agentLook, AgentMark, Blank, fill, Panel, safeColor, useText } from '@yobirin/kit';
import { useRows } from '@yobirin/live';
import { useMemo } from 'react';
import { useAgents } from '../agent-grid';
import classes from './group.module.css';
import { slicesOf } from './pie';

const RADIUS = 42;
const AROUND = 2 * Math.PI * RADIUS;

/** ステータス: the group's agents by what they do, as a ring and in figures. */
export function StatusPie({ group }: { group: string }) {
  const { t } = useText();
  const agents = useAgents(group);
  const statuses = useRows('statuses');
  const slices = useMemo(() => slicesOf(agents, group), [agents, group]);
  const all = slices.reduce((n, s) => n + s.count, 0);
  const online = all - (slices.find((s) => s.state === 'offline')?.count ?? 0);
  const ends = slices.map((_, i) => slices.slice(0, i).reduce((n, s) => n + s.count, 0));
  return (
    <Panel title={t('floor.statuses')} className={classes.pie} note={t('floor.agentCount', { count: all })}>
      {all === 0 ? (
        <Blank title={t('floor.noAgents')} />
      ) : (
        <div className={classes.pieBody}>
          <svg viewBox="0 0 120 120" className={classes.ring} aria-hidden>
            {slices.map((s, i) => (
              <circle
                key={s.key}
                cx={60} cy={60} r={RADIUS}
                fill="none" strokeWidth={18}
                stroke={s.status ? safeColor(statuses.get(s.status)?.color) : fill(agentLook[s.state].tone)}
                strokeDasharray={`${Math.max(0, (s.count / all) * AROUND - (slices.length > 1 ? 1.5 : 0))} ${AROUND}`}
                strokeDashoffset={-(ends[i]! / all) * AROUND}
                transform="rotate(-90 60 60)"
              />
            ))}
            <text x={60} y={62} textAnchor="middle" className={classes.ringCount}>{online}</text>
            <text x={60} y={76} textAnchor="middle" className={classes.ringOf}>/ {all}</text>
          </svg>
          <ul className={classes.slices}>
            {slices.map((s) => (
              <li key={s.key} data-state={s.state}>
                <AgentMark state={s.state} status={s.status ? statuses.get(s.status) : undefined} />
                <b>{s.count}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}
