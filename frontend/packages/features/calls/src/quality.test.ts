import type { CallEvent, CallParty } from '@yobirin/wire';
import { describe, expect, it } from 'vitest';
import { figures, levelOf, qualities, qualityOf, reportedQuality, wayOf } from './quality';

const measured = (leg: string, quality: unknown): CallEvent => ({ seq: 1, at: '2026-11-22T00:00:00Z', kind: 'measured', leg, data: { leg, quality } });
const real = { mos: 4.398, lost: 10, sent: 3239, farLost: 0.02, jitterMs: 0.801, received: 990, farJitter: 2.875, roundTrip: 0.839, strangers: 0 };
const party = (leg: string): CallParty => ({ leg, label: leg, kind: 'agent' });

describe('quality', () => {
  it('reads figures with their units', () => {
    const q = qualityOf(measured('a', real))!;
    expect(q).toMatchObject({ loss: 1, farLoss: 2, jitterMs: 0.801, roundTripMs: 0.839, mos: 4.398 });
    expect(figures(q, (_, values) => `${values?.['ms']} ms`)).toEqual({ loss: '1.0%', jitter: '0.8 ms', trip: '0.8 ms', mos: '4.40' });
  });
  it('says nothing about phones that only rang, and of what is not a measurement', () => {
    expect(qualityOf(measured('a', { ...real, received: 0, sent: 0 }))).toBeUndefined();
    expect(qualityOf(measured('a', null))).toBeUndefined();
    expect(qualityOf({ ...measured('a', real), kind: 'answered' })).toBeUndefined();
    expect(qualityOf(measured('a', { ...real, roundTrip: 0, mos: 0 }))).toMatchObject({ roundTripMs: undefined, mos: undefined });
  });
  it('keeps the last of each party', () => {
    const events = [measured('a', real), measured('a', { ...real, mos: 3 }), measured('b', { ...real, received: 0 })];
    expect(qualities([party('a'), party('b')], events).map((x) => [x.party.leg, x.quality?.mos])).toEqual([['a', 3]]);
  });
  it('puts what the app told beside it, also of a leg that the server did not measure', () => {
    const heard = { lossPercent: 3.2, farLoss: 0.4, jitterMs: 12, roundTripMs: 0, bufferMs: 40, mos: 0 };
    const reports = [{ leg: 'b', at: '2026-11-22T00:00:00Z', media: 'ice', codec: 'opus', quality: heard }];
    const ends = qualities([party('a'), party('b'), party('c')], [measured('a', real)], reports);
    expect(ends.map((e) => [e.party.leg, e.quality?.loss, e.report?.media])).toEqual([['a', 1, undefined], ['b', undefined, 'ice']]);
    expect(reportedQuality(reports[0]!)).toMatchObject({ loss: 3.2, jitterMs: 12, roundTripMs: undefined, mos: undefined });
    expect(wayOf(reports[0]!)).toBe('ICE Opus');
    expect(wayOf({ ...reports[0]!, media: 'sdes', codec: 'PCMU' })).toBe('SRTP PCMU');
  });
  it('warns from its bounds on', () => {
    expect([4.4, 4, 3.9, 3.5].map((v) => levelOf('mos', v))).toEqual(['good', 'good', 'fair', 'poor']);
    expect([0, 1, 1.1, 5].map((v) => levelOf('loss', v))).toEqual(['good', 'good', 'fair', 'poor']);
    expect(levelOf('roundTripMs', undefined)).toBe('good');
  });
});
