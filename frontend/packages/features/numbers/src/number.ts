import type { Destination } from '@yobirin/kit/record';

/** A phone number of the site as the server tells it (J-NUM-1). */
export interface NumberRecord {
  id: string;
  version: number;
  number: string;
  name: string;
  trunk?: string;
  route?: Destination;
  /** 0: no limit of its own. */
  maxChannels: number;
  prefix?: string;
  displayInbound?: string;
  displayOutbound?: string;
  record?: boolean | null;
  language?: string;
  listed: boolean;
  popupRing?: string;
  popupAnswer?: string;
  mayPresent?: string[];
}
