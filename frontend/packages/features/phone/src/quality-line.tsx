import { useText, type Key, type Text } from '@yobirin/kit';
import type { Call, Media, Quality } from '@yobirin/seat';
import classes from './phone.module.css';

/** From which values a figure is amber, and red: neutral below (ui.md, thresholds). */
const LIMITS = { loss: [1, 5], jitter: [30, 60], trip: [200, 400], mos: [3.6, 3.1] } as const;
const MEDIA: Record<Media, Key> = { plain: 'seat.media.plain', sdes: 'seat.media.sdes', ice: 'seat.media.ice' };

export type Grade = 'good' | 'middle' | 'bad';

/** How good a figure is. Of MOS more is better, of the rest less. */
export function gradeOf(what: keyof typeof LIMITS, value: number): Grade {
  const [middle, bad] = LIMITS[what];
  const worse = (limit: number) => (what === 'mos' ? value < limit : value >= limit);
  return worse(bad) ? 'bad' : worse(middle) ? 'middle' : 'good';
}

/** How the call sounds (C-PHONE-7): a calm strip that keeps its place; more on hover. */
export function QualityLine({ call }: { call: Call }) {
  const { t } = useText();
  const q = call.quality;
  if (!q || q.mos <= 0 || call.phase === 'ended') return <div className={classes.quality} />;
  const mos = q.mos.toFixed(1);
  const figures: [keyof typeof LIMITS, string, number][] = [
    ['mos', `MOS ${mos}`, q.mos],
    ['loss', `${t('quality.loss')} ${q.lossPercent.toFixed(1)}%`, Math.max(q.lossPercent, q.farLoss)],
    ['jitter', `${t('seat.jitter')} ${Math.round(q.jitterMs)}`, q.jitterMs],
    ['trip', `${t('quality.trip')} ${Math.round(q.roundTripMs)} ms`, q.roundTripMs],
  ];
  return (
    <div className={classes.quality} title={detail(q, call, t)} role="group" aria-label={t('quality.title')}>
      {figures.map(([what, text, value]) => (
        <span key={what} data-grade={gradeOf(what, value)}>
          {text}
        </span>
      ))}
    </div>
  );
}

function detail(q: Quality, call: Call, t: Text): string {
  return [
    t('seat.quality.received', { loss: q.lossPercent.toFixed(1) }),
    t('seat.quality.sent', { loss: q.farLoss.toFixed(1) }),
    t('seat.quality.jitter', { ms: Math.round(q.jitterMs), buffer: Math.round(q.bufferMs) }),
    t('seat.quality.trip', { ms: Math.round(q.roundTripMs) }),
    t('seat.quality.mos', { mos: q.mos.toFixed(2) }),
    [call.codec, call.media ? t(MEDIA[call.media]) : ''].filter(Boolean).join(' · '),
  ].join('\n');
}
