import { describe, expect, it } from 'vitest';
import { areaLength } from './area-code';
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
    ['08001234567', '0800-123-4567'], ['0451234567', '045-123-4567'], ['05031234567', '050-3123-4567'], ['0422223456', '0422-22-3456'],
    ['0111234567', '011-123-4567'], ['0612345678', '06-1234-5678'], ['0471234567', '04-7123-4567'], ['0429123456', '042-912-3456'], ['0429512345', '04-2951-2345'], ['0429712345', '042-971-2345'],
    ['0822123456', '082-212-3456'], ['0826922570', '0826-92-2570'], ['0827486611', '0827-48-6611'], ['0126121234', '0126-12-1234'], ['0267421234', '0267-42-1234'],
    ['0126721234', '01267-2-1234'], ['0156412345', '01564-1-2345'], ['0499221234', '04992-2-1234'], ['0980221234', '09802-2-1234'], ['0997521234', '0997-52-1234'],
    ['0570012345', '0570-012-345'], ['0990512345', '0990-512-345'], ['07012345678', '070-1234-5678'], ['+819012345678', '090-1234-5678'],
    ['0501234567', '0501234567'], ['0012345678', '0012345678'], ['012345678', '012345678'], ['0312345678901', '0312345678901'], ['03-1234', '03-1234'],
    ['2001', '2001'], ['+14155550100', '+14155550100'], [undefined, ''],
  ])('%s → %s', (number, text) => {
    expect(formatPhone(number)).toBe(text);
  });
  it('keeps every digit of every beginning, and no area code is empty', () => {
    const wrong: string[] = [];
    for (let i = 0; i < 100_000; i++) {
      const digits = `0${String(i).padStart(5, '0')}1234`;
      const length = areaLength(digits);
      if (formatPhone(digits).replaceAll('-', '') !== digits || length < 2 || length > 5) wrong.push(digits);
    }
    expect(wrong).toEqual([]);
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
    expect(tokyo.short(at, '2027-01-01T00:00:00Z')).toBe('2026/11/22 17:05');
    expect(tokyo.brief(at, '2026-11-22T14:59:59Z')).toBe('17:05');
    expect(tokyo.brief(at, '2026-11-22T15:00:00Z')).toBe('11/22');
    expect(tokyo.brief(at, '2027-01-01T00:00:00Z')).toBe('2026/11/22');
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
