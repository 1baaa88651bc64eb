import { IconBuildingBroadcastTower, IconChevronDown, IconServer, IconUser, type Icon } from '@tabler/icons-react';
import { fill, ink, useText, useTimes, type Tone } from '@yobirin/kit';
import type { CallParty, CallRecord } from '@yobirin/wire';
import { useId, useMemo, useState } from 'react';
import { eventText, type Names } from './event-text';
import { labelOf } from './kind';
import { layLadder, toldOnce, type Rung } from './ladder';
import { qualityOf } from './quality';
import { Reasons, reasonsOf } from './reasons';
import classes from './ladder.module.css';

const COLUMN = 112;
const HEIGHT = 32;
const ICONS: Record<CallParty['kind'], Icon> = { trunk: IconBuildingBroadcastTower, agent: IconUser, system: IconServer };

/** The call as a ladder: parties as columns, time downwards, each party's line in the colour of its state. */
export function Ladder({ record, names }: { record: CallRecord; names: Names }) {
  const { t } = useText();
  const rungs = useMemo(() => layLadder(record.parties, toldOnce(record.parties, record.events.filter(isTold))), [record]);
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
          <Row key={rung.event.seq} rung={rung} parties={record.parties} text={eventText(rung.event, record.call, names, t)} names={names} width={width} />
        ))}
      </ol>
    </div>
  );
}

/** A phone that only rang was measured too, and has nothing to tell. */
const isTold = (event: CallRecord['events'][number]) => event.kind !== 'measured' || qualityOf(event) !== undefined;

function PartyHead({ label, kind }: { label: string; kind: CallParty['kind'] }) {
  const Glyph = ICONS[kind] ?? IconServer;
  return (
    <span className={classes.head} style={{ width: COLUMN }} title={label}>
      <Glyph size={15} stroke={1.7} aria-hidden />
      <span>{label}</span>
    </span>
  );
}

interface RowProps {
  rung: Rung;
  parties: readonly CallParty[];
  text: string;
  names: Names;
  width: number;
}

function Row({ rung, parties, text, names, width }: RowProps) {
  const { t } = useText();
  const times = useTimes();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const party = rung.at === undefined ? undefined : parties[rung.at];
  const reasons = reasonsOf(rung.event);
  return (
    <li className={classes.rung} data-open={open || undefined}>
      <time className={classes.time} dateTime={rung.event.at}>
        {times.clock(rung.event.at)}
      </time>
      <span className={classes.offset}>+{(rung.offset / 1000).toFixed(1)}</span>
      <Lines rung={rung} width={width} />
      <span className={classes.text} title={text}>
        {party ? <span className="sr-only">{party.label}: </span> : null}
        <span className={classes.words}>{text}</span>
        {reasons.length > 0 ? (
          <button type="button" className={classes.why} aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
            {t('why.open')}
            <IconChevronDown size={12} aria-hidden />
          </button>
        ) : null}
      </span>
      {open ? (
        <>
          <span className={classes.stretch}>
            <svg width={width} height="100%" aria-hidden>
              {rung.below.map((tone, i) => (
                <Line key={i} tone={tone} at={x(i)} from={0} to="100%" />
              ))}
            </svg>
          </span>
          <div id={panel} className={classes.panel}>
            <Reasons reasons={reasons} names={names} />
          </div>
        </>
      ) : null}
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
function Line({ tone, at, from, to }: { tone: Tone | undefined; at: number; from: number; to: number | string }) {
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
