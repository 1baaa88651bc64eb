import { describe, expect, it } from 'vitest';
import { liftPeak, peaksOf } from './peaks';

describe('peaksOf', () => {
  it('takes the loudest of each stretch', () => {
    expect([...peaksOf(new Float32Array([0, 0.5, -0.75, 0.25]), 2)]).toEqual([0.5, 0.75]);
    expect([...peaksOf(new Float32Array([2, -3]), 1)]).toEqual([1]);
  });
  it('works with fewer samples than stretches and with none', () => {
    expect([...peaksOf(new Float32Array([0.5, 1]), 4)]).toEqual([0.5, 0.5, 1, 1]);
    expect([...peaksOf(new Float32Array(), 2)]).toEqual([0, 0]);
  });
  it('lifts quiet speech without leaving the lane', () => {
    expect(liftPeak(0.25)).toBe(0.5);
    expect(liftPeak(7)).toBe(1);
  });
});
