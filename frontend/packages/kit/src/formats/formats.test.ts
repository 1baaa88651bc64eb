import { describe, expect, it } from 'vitest';
import { formatDuration, formatPhone, formatRate, parseDuration, parsePhone, TimeFormats } from './index';

describe('durations', () => {
  it.each([[0, '0:00'], [7.9, '0:07'], [754, '12:34'], [3723, '1:02:03'], [-5, '0:00'], [NaN, '0:00']])('%s → %s', (s, text) => {
    expect(formatDuration(s)).toBe(text);
  });
  it.each([['90', 90], ['1:30', 90], ['１：３０', 90], ['1:00:00', 3600], ['', undefined], ['1:x', undefined], ['1:2:3:4', undefined]])('%s is %s s', (text, s) => {
    expect(parseDuration(text)).toBe(s);
  });
  it('shows a rate only when there is one', () => {
    expect(formatRate(7, 8)).toBe('87.5%');
    expect(formatRate(0, 0)).toBe('–');
  });
});

describe('phone numbers', () => {
  it.each([
    ['0312345678', '03-1234-5678'], ['+81312345678', '03-1234-5678'], ['09012345678', '090-1234-5678'], ['0120123456', '0120-123-456'],
    ['08001234567', '0800-123-4567'], ['0451234567', '045-123-4567'], ['05031234567', '050-3123-4567'], ['0422123456', '0422123456'],
    ['2001', '2001'], ['+14155550100', '+14155550100'], [undefined, ''],
  ])('%s → %s', (number, text) => {
    expect(formatPhone(number)).toBe(text);
  });
  it('reads whatever is pasted', () => {
    expect(parsePhone(' ０３（1234）-5678 ')).toBe('0312345678');
    expect(parsePhone('+81 3-1234-5678')).toBe('+81312345678');
    expect(parsePhone('tel')).toBe('');
  });
});

describe("times in the site's zone", () => {
  const tokyo = new TimeFormats('Asia/Tokyo', 'ja');
  it('formats', () => {
    const at = '2026-11-22T08:05:09Z';
    expect(tokyo.date(at)).toBe('2026/11/22 (日)');
    expect(tokyo.clock(at)).toBe('17:05:09');
    expect(tokyo.short(at, '2026-12-01T00:00:00Z')).toBe('11/22 17:05:09');
    expect(tokyo.short(at, '2027-01-01T00:00:00Z')).toBe('2026/11/22 17:05:09');
    expect(tokyo.wall(at)).toBe('2026-11-22T17:05');
  });
  it('reads wall time', () => {
    expect(tokyo.fromWall('2026-11-22T17:05')?.toISOString()).toBe('2026-11-22T08:05:00.000Z');
    expect(tokyo.fromWall('2026-11-22')?.toISOString()).toBe('2026-11-21T15:00:00.000Z');
    expect(tokyo.fromWall('yesterday')).toBeUndefined();
    expect(tokyo.startOfDay('2026-11-22T16:00:00Z').toISOString()).toBe('2026-11-22T15:00:00.000Z');
    expect(tokyo.startOfDay('2026-11-22T16:00:00Z', -6).toISOString()).toBe('2026-11-16T15:00:00.000Z');
  });
  it('is right on both sides of a clock change', () => {
    const berlin = new TimeFormats('Europe/Berlin', 'en');
    expect(berlin.fromWall('2026-10-25T01:30')?.toISOString()).toBe('2026-10-24T23:30:00.000Z');
    expect(berlin.fromWall('2026-10-25T04:00')?.toISOString()).toBe('2026-10-25T03:00:00.000Z');
    expect(berlin.startOfDay('2026-10-25T12:00:00Z', 1).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });
});
