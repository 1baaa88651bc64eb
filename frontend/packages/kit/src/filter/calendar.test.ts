import { describe, expect, it } from 'vitest';
import { addDays, addMonths, parseDay, parseTime, weeksOf } from './calendar';

describe('calendar', () => {
  it('walks over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(addMonths('2026-10-31', 2)).toBe('2026-12-31');
  });
  it('lays six weeks from Sunday', () => {
    const weeks = weeksOf('2026-11-22');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.[0]).toBe('2026-11-01');
    expect(weeksOf('2026-10-05')[0]?.[0]).toBe('2026-09-27');
  });
  it.each([['2026/11/22', '2026-11-22'], ['2026-1-5', '2026-01-05'], ['11/22', '2026-11-22'], ['２０２６/11/22', '2026-11-22'], ['2026/02/30', undefined], ['2026/13/01', undefined], ['', undefined], ['x', undefined], ['26/1/1', undefined]])('%s is %s', (text, day) => {
    expect(parseDay(text, 2026)).toBe(day);
  });
  it.each([['17:05', '17:05'], ['9:00', '09:00'], ['9', '09:00'], ['1705', '17:05'], ['24:00', '24:00'], ['24:01', undefined], ['12:60', undefined], ['', undefined], ['noon', undefined]])('%s is %s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });
});
