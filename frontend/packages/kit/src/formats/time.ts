/** Formats moments in one time zone, the site's, whatever the browser's zone is. */
export class TimeFormats {
  private readonly parts: Intl.DateTimeFormat;
  private readonly weekday: Intl.DateTimeFormat;

  constructor(
    readonly zone: string,
    language: string,
  ) {
    this.parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3,
    });
    this.weekday = new Intl.DateTimeFormat(language, { timeZone: zone, weekday: 'short' });
  }

  /** 2026/11/22 (日) */
  date(at: Moment): string {
    const p = this.split(at);
    return `${p.year}/${p.month}/${p.day} (${this.weekday.format(toDate(at))})`;
  }

  /** 17:05:09 */
  clock(at: Moment): string {
    const p = this.split(at);
    return `${p.hour}:${p.minute}:${p.second}`;
  }

  /** 2026/11/22 17:05:09, the whole moment. */
  moment(at: Moment): string {
    const p = this.split(at);
    return `${p.year}/${p.month}/${p.day} ${p.hour}:${p.minute}:${p.second}`;
  }

  /** 2026/11/22 17:05 */
  minute(at: Moment): string {
    return this.moment(at).slice(0, -3);
  }

  /** 11/22 17:05:09; of another year, 2025/11/22 17:05: as wide, and seconds are of no use any more. */
  short(at: Moment, now: Moment = Date.now()): string {
    return this.split(at).year === this.split(now).year ? this.moment(at).slice(5) : this.minute(at);
  }

  /** 17:05 of today, 11/22 of another day, with the year when it is not this year's. */
  brief(at: Moment, now: Moment = Date.now()): string {
    return this.startOfDay(now).getTime() <= toDate(at).getTime() ? this.clock(at).slice(0, 5) : this.short(at, now).replace(/ .*/, '');
  }

  /** 2026-11-22T17:05, the wall time that a datetime-local input wants. */
  wall(at: Moment): string {
    const p = this.split(at);
    return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
  }

  /** The moment at which the site's clocks show `wall` (2026-11-22T17:05[:09]); undefined when it is not a time. */
  fromWall(wall: string): Date | undefined {
    const m = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(wall);
    if (!m) return undefined;
    const [year, month, day, hour, minute, second] = m.slice(1).map((x) => Number(x ?? 0)) as [number, number, number, number, number, number];
    const target = Date.UTC(year, month - 1, day, hour, minute, second);
    if (Number.isNaN(target)) return undefined;
    let guess = target;
    // Two steps reach the fixed point on either side of a clock change.
    for (let i = 0; i < 2; i++) guess += target - this.asUtc(guess);
    return new Date(guess);
  }

  /** Midnight of the day of `at`, moved by `days`. */
  startOfDay(at: Moment, days = 0): Date {
    const p = this.split(at);
    const noon = new Date(Date.UTC(Number(p.year), Number(p.month) - 1, Number(p.day) + days, 12));
    return this.fromWall(noon.toISOString().slice(0, 10)) ?? noon;
  }

  private asUtc(at: number): number {
    const p = this.split(at);
    return Date.UTC(Number(p.year), Number(p.month) - 1, Number(p.day), Number(p.hour), Number(p.minute), Number(p.second));
  }

  private split(at: Moment): Record<string, string> {
    const out: Record<string, string> = {};
    for (const { type, value } of this.parts.formatToParts(toDate(at))) out[type] = value;
    return out;
  }
}

export type Moment = number | string | Date;

function toDate(at: Moment): Date {
  return at instanceof Date ? at : new Date(at);
}
