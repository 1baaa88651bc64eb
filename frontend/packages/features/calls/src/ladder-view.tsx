import { IconBuildingBroadcastTower, IconServer, IconUser, type Icon } from '@tabler/icons-react';
import { fill, formatPhone, ink, useText, useTimes, type Text, type Tone } from '@yobirin/kit';
import type { CallParty, CallRecord } from '@yobirin/wire';
import { useMemo } from 'react';
import { eventText, type Names } from './event-text';
import { partyText } from './kind';
import { layLadder, type Rung } from './ladder';
import classes from './ladder.module.css';

const COLUMN = 112;
const HEIGHT = 32;
const ICONS: Record<CallParty['kind'], Icon> = { trunk: IconBuildingBroadcastTower, agent: IconUser, system: IconServer };

/** The call as a ladder: parties as columns, time downwards, each party's line in the colour of its state. */
export function Ladder({ record, names }: { record: CallRecord; names: Names }) {
  const { t } = useText();
  const rungs = useMemo(() => layLadder(record.parties, record.events), [record]);
  const width = record.parties.length * COLUMN;
  return (
    <div className={classes.ladder} style={{ '--lanes': `${width}px` } as React.CSSProperties}>
      <div className={classes.parties} aria-hidden>
        <span />
        <span />
        <span className={classes.heads}>
          {record.parties.map((party) => (
            <PartyHead key={party.leg} label={labelOf(party, record, t)} kind={party.kind} />
          ))}
        </span>
        <span />
      </div>
      <ol className={classes.rungs} aria-label={t('detail.timeline')}>
        {rungs.map((rung) => (
          <Row key={rung.event.seq} rung={rung} parties={record.parties} text={eventText(rung.event, record.call, names, t)} width={width} />
        ))}
      </ol>
    </div>
  );
}

/** A leg of a withheld number has no label: it is called what the call's own side is called. */
function labelOf(party: CallParty, record: CallRecord, t: Text): string {
  if (party.kind === 'system') return party.label || t('detail.system');
  return formatPhone(party.label) || partyText(party.leg === record.parties[0]?.leg ? record.call.from : record.call.to, t);
}

function PartyHead({ label, kind }: { label: string; kind: CallParty['kind'] }) {
  const Glyph = ICONS[kind] ?? IconServer;
  return (
    <span className={classes.head} style={{ width: COLUMN }} title={label}>
      <Glyph size={15} stroke={1.7} aria-hidden />
      <span>{label}</span>
    </span>
  );
}

function Row({ rung, parties, text, width }: { rung: Rung; parties: readonly CallParty[]; text: string; width: number }) {
  const times = useTimes();
  const party = rung.at === undefined ? undefined : parties[rung.at];
  return (
    <li className={classes.rung}>
      <time className={classes.time} dateTime={rung.event.at}>
        {times.clock(rung.event.at)}
      </time>
      <span className={classes.offset}>+{(rung.offset / 1000).toFixed(1)}</span>
      <Lines rung={rung} width={width} />
      <span className={classes.text} title={text}>
        {party ? <span className="sr-only">{party.label}: </span> : null}
        {text}
      </span>
    </li>
  );
}

const x = (column: number) => column * COLUMN + COLUMN / 2;
const MIDDLE = HEIGHT / 2;

function Lines({ rung, width }: { rung: Rung; width: number }) {
  const color = ink(rung.tone);
  return (
    <svg className={classes.lines} width={width} height={HEIGHT} aria-hidden>
      {rung.above.map((tone, i) => (
        <Line key={`a${i}`} tone={tone} at={x(i)} from={0} to={MIDDLE} />
      ))}
      {rung.below.map((tone, i) => (
        <Line key={`b${i}`} tone={tone} at={x(i)} from={MIDDLE} to={HEIGHT} />
      ))}
      {rung.at !== undefined && rung.to !== undefined ? <Arrow from={x(rung.at)} to={x(rung.to)} color={color} /> : null}
      {rung.at !== undefined ? (
        <circle cx={x(rung.at)} cy={MIDDLE} r={4.5} fill="var(--panel)" stroke={color} strokeWidth={2} />
      ) : (
        <line x1={COLUMN / 4} x2={width - COLUMN / 4} y1={MIDDLE} y2={MIDDLE} stroke="var(--line-strong)" strokeDasharray="2 4" />
      )}
    </svg>
  );
}

/** A party in the call: a bar in the colour of its state; not in it: a hairline. */
function Line({ tone, at, from, to }: { tone: Tone | undefined; at: number; from: number; to: number }) {
  return <line x1={at} x2={at} y1={from} y2={to} stroke={tone ? fill(tone) : 'var(--line)'} strokeWidth={tone ? 5 : 1} />;
}

function Arrow({ from, to, color }: { from: number; to: number; color: string }) {
  const way = Math.sign(to - from);
  const tip = to - way * 5;
  return (
    <>
      <line x1={from} x2={tip} y1={MIDDLE} y2={MIDDLE} stroke={color} strokeWidth={1.6} />
      <path d={`M${tip - way * 6} ${MIDDLE - 4}L${tip} ${MIDDLE}L${tip - way * 6} ${MIDDLE + 4}`} fill="none" stroke={color} strokeWidth={1.6} />
    </>
  );
}
