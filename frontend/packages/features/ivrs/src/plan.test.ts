import { describe, expect, it } from 'vitest';
import { LINE, planOf } from './plan';

const group = { kind: 'group', group: 'g' };
const ivr = {
  default: undefined,
  schedule: { enabled: true, rows: [{ from: '09:00', to: '18:00', toDestination: group }, { from: '18:00', to: '24:00', toDestination: { kind: 'audio', audio: 'a' } }] },
  buttons: { enabled: true, keys: { '1': group, '#': { kind: 'ivr', ivr: 'x' } } },
};

describe('the drawing', () => {
  it('has every way, and each goal once', () => {
    const plan = planOf(ivr, { why: 'schedule', row: 1 });
    expect(plan.exits.map((exit) => exit.id)).toEqual(['row0', 'row1', 'key1', 'key#', 'default']);
    expect(plan.goals.map((goal) => goal.code).sort()).toEqual(['', 'audio:a', 'group:g', 'ivr:x']);
    expect(plan.exits.filter((exit) => exit.lit).map((exit) => exit.id)).toEqual(['row1']);
    expect(plan.goals.filter((goal) => goal.lit).map((goal) => goal.code)).toEqual(['audio:a']);
  });
  it('lets no goals lie on one another', () => {
    const ys = planOf(ivr, undefined).goals.map((goal) => goal.y);
    for (let i = 1; i < ys.length; i++) expect(ys[i]! - ys[i - 1]!).toBeGreaterThanOrEqual(LINE);
  });
  it('leaves out what is off, and lights the keys when the caller is asked', () => {
    expect(planOf({ ...ivr, schedule: { ...ivr.schedule, enabled: false } }, { why: 'buttons' }).exits.map((exit) => [exit.id, exit.lit])).toEqual([['key1', true], ['key#', true], ['default', false]]);
  });
});
