import { useElementSize } from '@mantine/hooks';
import { useText } from '@yobirin/kit';
import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { useEditor } from './editor';
import { useStopText } from './happens';
import type { IvrRecord, Place } from './ivr';
import classes from './ivrs.module.css';
import { PLACE_ICONS } from './place-picker';
import { LINE, planOf } from './plan';

/** The IVR, its ways out and where they lead; the way of a call at the moment that is looked at is lit. */
export function Diagram() {
  const { t } = useText();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const { lit, way, ownName } = useEditor();
  const values = useWatch() as unknown as IvrRecord;
  const plan = useMemo(() => planOf(values, lit), [values, lit]);
  const stopText = useStopText();
  const placeText = usePlaceText();
  // What comes after the first goal, as far as the clock decides.
  const further = (way?.stops ?? []).slice(2);
  const goal = plan.goals.find((g) => g.lit);
  const last = plan.goals.at(-1)?.y ?? 0;
  const height = Math.max(plan.height, last + LINE / 2 + further.length * LINE);
  const x = { own: width * 0.2, exit: width * 0.26, exitEnd: width * 0.58, goal: width * 0.66 };
  const middle = plan.height / 2;
  const curve = (x1: number, y1: number, x2: number, y2: number) => `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
  return (
    <section className={classes.diagram} aria-label={t('ivrs.diagram')}>
      <h3 className={classes.small}>{t('ivrs.diagram')}</h3>
      <div ref={ref} className={classes.drawing} style={{ height }} role="img" aria-label={t('ivrs.diagramOf', { name: ownName, count: plan.exits.length })}>
        <svg width="100%" height={height} aria-hidden>
          {[false, true].map((on) =>
            plan.exits
              .filter((exit) => exit.lit === on)
              .map((exit) => (
                <g key={exit.id} data-lit={on || undefined}>
                  <path d={curve(x.own, middle, x.exit, exit.y)} />
                  <path d={curve(x.exitEnd, exit.y, x.goal, plan.goals.find((g) => g.code === exit.code)!.y)} />
                </g>
              )),
          )}
          {goal ? further.map((_, i) => <path key={i} data-lit="" d={`M${x.goal + 10} ${(i === 0 ? goal.y : last + i * LINE) + 10}V${last + (i + 1) * LINE - 10}`} />) : null}
        </svg>
        <span className={classes.node} data-own="" data-lit="" style={{ left: 0, top: middle, width: x.own }}>
          <span className={classes.cut} title={ownName}>{ownName}</span>
        </span>
        {plan.exits.map((exit) => (
          <span key={exit.id} className={classes.node} data-lit={exit.lit || undefined} style={{ left: x.exit, top: exit.y, width: x.exitEnd - x.exit }}>
            {exit.kind === 'key' ? <kbd className={classes.cap}>{exit.key}</kbd> : null}
            <span className={classes.cut}>
              {exit.kind === 'row' ? (
                <>
                  <b>{exit.row}</b> {exit.hours}
                </>
              ) : exit.kind === 'default' ? (
                t('ivrs.default.short')
              ) : null}
            </span>
          </span>
        ))}
        {plan.goals.map((one) => (
          <Node key={one.code} kind={one.place?.kind ?? ''} text={placeText(one.place)} lit={one.lit} left={x.goal} top={one.y} width={width - x.goal} />
        ))}
        {goal ? further.map((stop, i) => <Node key={i} kind={stop.kind} text={stop.why === 'loop' ? `↺ ${stopText(stop)}` : stopText(stop)} lit left={x.goal} top={last + (i + 1) * LINE} width={width - x.goal} />) : null}
      </div>
    </section>
  );
}

function Node({ kind, text, lit, left, top, width }: { kind: string; text: string; lit: boolean; left: number; top: number; width: number }) {
  const Glyph = PLACE_ICONS[kind];
  return (
    <span className={classes.node} data-goal="" data-busy={kind === '' || undefined} data-lit={lit || undefined} style={{ left, top, width }} title={text}>
      {Glyph ? <Glyph size={13} stroke={1.8} aria-hidden /> : null}
      <span className={classes.cut} title={text}>{text}</span>
    </span>
  );
}

/** What a place of the record is called. */
function usePlaceText(): (place: Place | undefined) => string {
  const { t } = useText();
  const { nameOf } = useEditor();
  const stopText = useStopText();
  return (place) => {
    if (place?.kind === 'conference') return t('ivrs.toRoom', { number: place.conference ?? '' });
    if (place?.kind === 'hangup') return stopText({ kind: 'hangup', name: place.cause });
    return stopText({ kind: place?.kind ?? '', name: nameOf(place) });
  };
}
