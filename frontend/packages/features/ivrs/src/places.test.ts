import { describe, expect, it } from 'vitest';
import { codeOf, dialed, placeOf } from './places';
import { clockOf, flipped, keysFor, minuteAt, movedTo } from './rows';
import { counted, sorted } from './warnings';
import type { Warning } from './ivr';

describe('places', () => {
  it('are the same there and back', () => {
    for (const place of [{ kind: 'group', group: 'a' }, { kind: 'ivr', ivr: 'b' }, { kind: 'extension', extension: '123' }, { kind: 'conference', conference: 3 }, { kind: 'hangup', cause: 'busy' }]) {
      expect(placeOf(codeOf(place))).toEqual(place);
    }
    expect(placeOf(codeOf(undefined))).toBeUndefined();
  });
  it('are dialed', () => {
    expect(dialed('１２')).toEqual(['extension:12', 'conference:12']);
    expect(dialed('7')).toEqual(['conference:7']);
    expect(dialed('1234')).toEqual(['extension:1234']);
    expect(dialed('受注')).toEqual([]);
    expect(dialed('0120')).toEqual([]);
  });
});

describe('rows', () => {
  it('move', () => {
    expect(movedTo(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(movedTo(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
    expect(movedTo(['a', 'b'], 0, 2)).toEqual(['a', 'b']);
  });
  it('keep the week in order', () => {
    expect(flipped(['tue'], 'mon')).toEqual(['mon', 'tue']);
    expect(flipped(['mon', 'tue'], 'mon')).toEqual(['tue']);
  });
  it('keep their keys', () => {
    expect(keysFor([4, 2], 2)).toEqual([4, 2]);
    expect(keysFor([4, 2], 3)).toEqual([4, 2, 5]);
    expect(keysFor([4, 2], 1)).toEqual([4]);
  });
  it('know the minute that was pressed', () => {
    expect(clockOf(minuteAt(0.5, '09:00', '18:00'))).toBe('12:00');
    expect(clockOf(minuteAt(0.749, '09:00', '18:00'))).toBe('17:55');
    expect(clockOf(minuteAt(0.3749, '09:00', '18:00'))).toBe('09:00');
    expect(clockOf(minuteAt(1, '18:00', '24:00'))).toBe('23:59');
  });
});

describe('warnings', () => {
  const warn = (given: Partial<Warning>): Warning => ({ kind: 'overlap', serious: false, text: '', ...given });
  const shown = {
    name: 'A',
    rows: [{ from: '09:00', to: '18:00', toDestination: { kind: 'ivr', ivr: 'b' } }, { from: '00:00', to: '24:00', toDestination: { kind: 'group', group: 'g' } }],
    keys: { 1: { kind: 'ivr', ivr: 'b' } },
    usual: undefined,
    nameOf: (place?: { kind?: string }) => (place?.kind === 'ivr' ? 'B' : undefined),
  };
  it('go where they belong', () => {
    const loop = warn({ kind: 'loop', path: ['B', 'A', 'B'] });
    const all = sorted([loop, warn({ row: 2 }), warn({ kind: 'dead-key', key: '5' }), warn({ kind: 'missing-audio' }), warn({ kind: 'ends-busy', path: ['A'] }), warn({ kind: 'unreachable-buttons' })], shown);
    expect(all.loops).toEqual([loop]);
    expect(all.rows.get(0)).toEqual([loop]);
    expect(all.rows.get(1)?.map((w) => w.kind)).toEqual(['overlap']);
    expect(all.keys.get('1')).toEqual([loop]);
    expect(all.keys.get('5')?.[0]?.kind).toBe('dead-key');
    expect([all.audio.length, all.usual.length, all.buttons.length]).toEqual([1, 1, 1]);
  });
  it('are counted for each, a loop for all in it', () => {
    const count = counted([{ kind: 'loop', ivr: '1', name: 'A', path: ['A', 'B', 'A'] }, { kind: 'overlap', ivr: '2', name: 'B' }], [{ id: '1', name: 'A' }, { id: '2', name: 'B' }, { id: '3', name: 'C' }]);
    expect([...count.values()]).toEqual([1, 2, 0]);
  });
});
