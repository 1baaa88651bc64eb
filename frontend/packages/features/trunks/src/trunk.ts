import type { Destination } from '@yobirin/kit/record';

/** How a trunk stands now. */
export interface TrunkLive {
  state: 'unknown' | 'registered' | 'reachable' | 'unreachable' | 'failed' | 'disabled';
  reason?: string;
  since?: string;
  rtt?: number;
  inbound: number;
  outbound: number;
}

/** A connection to a carrier as the server tells it (J-TRUNK-1). */
export interface TrunkRecord {
  id: string;
  version: number;
  name: string;
  host: string;
  proxy?: string;
  backup?: string[];
  transport: string;
  inboundFrom?: string[];
  /** The password is only ever sent. */
  register?: { user: string; authUser?: string; password?: string; expires?: number } | null;
  channels: number;
  profile?: string;
  switches?: Record<string, string>;
  e164?: boolean;
  unknownTo?: Destination;
  outside: number;
  daily: number;
  disabled?: boolean;
  live?: TrunkLive;
}

/** Presets for carriers, and their switches. */
export interface CarrierProfiles {
  presets: { name: string; values: Record<string, string> }[];
  switches: CarrierSwitch[];
}

export interface CarrierSwitch {
  name: string;
  kind: 'yes-no' | 'one' | 'several' | 'seconds' | 'text';
  options?: string[];
  expected: string;
  does: string;
}

/** A step of a test, as it is told when it is over. */
export interface TestStep {
  what: 'options' | 'dial' | 'answer' | 'play' | 'hang-up';
  ok: boolean;
  detail?: string;
  status?: number;
  ms: number;
}
