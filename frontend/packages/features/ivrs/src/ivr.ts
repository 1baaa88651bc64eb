import type { components } from '@yobirin/wire';
import type { Destination } from '@yobirin/kit/record';

type Schemas = components['schemas'];

/** Where a call is sent. */
export type Place = Destination;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A row of the schedule (C-IVR-2). */
export interface ScheduleRow {
  from: string;
  to: string;
  weekdays?: Weekday[];
  designated?: boolean;
  holiday?: boolean;
  toDestination?: Place;
}

export type Keys = Readonly<Record<string, Place>>;

/** An IVR as the server tells it (C-IVR). */
export interface IvrRecord {
  id: string;
  version: number;
  name: string;
  extension?: string;
  default?: Place;
  schedule?: { enabled?: boolean; rows?: ScheduleRow[]; dates?: string[] };
  buttons?: { enabled?: boolean; audio?: string; keys?: Keys; wait?: number; tries?: number; direct?: boolean };
}

export type Warning = Schemas['IVRWarning'];
export type Week = Schemas['IVRWeek'];
export type WeekDay = Schemas['IVRDay'];
export type Segment = Schemas['IVRSegment'];
export type Way = Schemas['IVRWay'];
export type Stop = Schemas['IVRStop'];
export type Finding = Schemas['IVRFinding'];

/** The keys as a phone has them. */
export const KEYPAD = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
