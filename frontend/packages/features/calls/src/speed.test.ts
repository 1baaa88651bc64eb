import { describe, expect, it } from 'vitest';
import { SPEEDS, speedBeside } from './speed';

describe('the speed of a recording', () => {
  it('goes from half to three times', () => {
    expect([SPEEDS[0], SPEEDS.at(-1)]).toEqual([0.5, 3]);
  });
  it('is changed step by step and stays within its ends', () => {
    expect([speedBeside(1, 1), speedBeside(1, -1), speedBeside(3, 1), speedBeside(0.5, -1)]).toEqual([1.25, 0.75, 3, 0.5]);
  });
});
