import type { Text } from '@yobirin/kit';
import type { CallEvent, CallParty, CallRecord } from '@yobirin/wire';

/** What a leg's media was like (server: leg.Quality). */
export interface Quality {
  /** Lost packets on the way here, in percent of all. */
  loss: number;
  /** Loss that the far side reported, in percent. */
  farLoss: number;
  jitterMs: number;
  farJitterMs: number;
  /** Milliseconds; undefined: never measured. */
  roundTripMs: number | undefined;
  /** Estimated mean opinion score, 1…4.5; undefined: unknown. */
  mos: number | undefined;
}

/** The figures of a `measured` event; undefined when no sound came in, as on a phone that only rang. */
export function qualityOf(event: CallEvent): Quality | undefined {
  const raw = event.data?.['quality'];
  if (event.kind !== 'measured' || typeof raw !== 'object' || raw === null) return undefined;
  const of = (key: string) => {
    const value = (raw as Record<string, unknown>)[key];
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
  };
  const [received, lost] = [of('received'), of('lost')];
  if (received === 0) return undefined;
  return {
    loss: (lost / (received + lost)) * 100, farLoss: of('farLost') * 100, jitterMs: of('jitterMs'), farJitterMs: of('farJitter'),
    roundTripMs: of('roundTrip') || undefined, mos: of('mos') || undefined,
  };
}

export type Report = NonNullable<CallRecord['reports']>[number];

/** What the app at the far end of a leg told of it, in the same terms. */
export function reportedQuality({ quality: q }: Report): Quality {
  return { loss: q.lossPercent, farLoss: q.farLoss, jitterMs: q.jitterMs, farJitterMs: 0, roundTripMs: q.roundTripMs || undefined, mos: q.mos || undefined };
}

/** What both ends of a party's leg heard: the server's last measurement, and the app's where it is one. */
export interface Ends {
  party: CallParty;
  quality: Quality | undefined;
  report: Report | undefined;
}

/** Each party that had sound. */
export function qualities(parties: readonly CallParty[], events: readonly CallEvent[], reports: readonly Report[] = []): Ends[] {
  return parties.flatMap((party) => {
    const quality = events.map((event) => (event.leg === party.leg ? qualityOf(event) : undefined)).findLast((found) => found !== undefined);
    const report = reports.find((r) => r.leg === party.leg);
    return quality || report ? [{ party, quality, report }] : [];
  });
}

/** How the audio of a report travelled, in the words of the trade. */
export function wayOf({ media, codec }: Report): string {
  const way: Readonly<Record<string, string>> = { plain: 'RTP', sdes: 'SRTP', ice: 'ICE' };
  return [way[media] ?? media, codec === 'opus' ? 'Opus' : codec].filter(Boolean).join(' ');
}

export type Level = 'good' | 'fair' | 'poor';

/** Where a figure begins to be heard (ITU-T G.107 bands for the score; habits of the trade for the rest). */
const BOUNDS = { mos: [4, 3.6], loss: [1, 3], jitterMs: [20, 40], roundTripMs: [150, 300] } as const;

export function levelOf(what: keyof typeof BOUNDS, value: number | undefined): Level {
  if (value === undefined) return 'good';
  const [fair, poor] = BOUNDS[what];
  const worse = (bound: number) => (what === 'mos' ? value < bound : value > bound);
  return worse(poor) ? 'poor' : worse(fair) ? 'fair' : 'good';
}

/** The figures as text. */
export function figures(quality: Quality, t: Text): Record<'loss' | 'jitter' | 'trip' | 'mos', string> {
  return {
    loss: `${quality.loss.toFixed(1)}%`,
    jitter: t('quality.ms', { ms: quality.jitterMs.toFixed(1) }),
    trip: quality.roundTripMs === undefined ? '–' : t('quality.ms', { ms: quality.roundTripMs < 10 ? quality.roundTripMs.toFixed(1) : Math.round(quality.roundTripMs) }),
    mos: quality.mos === undefined ? '–' : quality.mos.toFixed(2),
  };
}
