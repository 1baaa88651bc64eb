import { describe, expect, it } from 'vitest';
import { listen, SILENCE } from './speaks';

const hear = (levels: number[]) => levels.reduce(listen, SILENCE);
const times = (n: number, level: number) => Array.from({ length: n }, () => level);

describe('speech', () => {
  it('is what lasts, with the pauses between words', () => {
    expect(hear(times(5, 0.3)).speaks).toBe(true);
    expect(hear([0.3, 0, 0.3, 0.3, 0, 0.3, 0.3, 0, 0.3, 0.3]).speaks).toBe(true);
  });
  it('is no breath, no cough and no key', () => {
    expect(hear(times(600, 0.05)).speaks).toBe(false);
    expect(hear([...times(3, 0.9), ...times(5, 0), ...times(3, 0.9)]).speaks).toBe(false);
  });
  it('is over after two seconds of silence at most', () => {
    const spoken = times(100, 0.5);
    expect(hear([...spoken, ...times(10, 0)]).speaks).toBe(true);
    expect(hear([...spoken, ...times(20, 0)]).speaks).toBe(false);
  });
});
