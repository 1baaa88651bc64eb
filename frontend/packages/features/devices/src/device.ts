import type { components } from '@yobirin/wire';

/** A phone of the site, as the server tells it. */
export type DeviceRecord = components['schemas']['Device'];
export type PhoneLive = components['schemas']['PhoneLive'];
export type Provisioning = components['schemas']['Provisioning'];
export type PhoneLink = components['schemas']['PhoneLink'];
export type NewPhoneLink = components['schemas']['NewPhoneLink'];

/** What the code for a phone says (server: provision, kind qr). */
export interface Account {
  displayName: string;
  user: string;
  password: string;
  domain: string;
  port: number;
  transport: string;
  srtp: string;
}

/** Reads what a code says; undefined when it is nothing of the kind. */
export function accountOf(text: string): Account | undefined {
  try {
    const read = JSON.parse(text) as Partial<Account>;
    return typeof read.domain === 'string' && typeof read.user === 'string' ? (read as Account) : undefined;
  } catch {
    return undefined;
  }
}

/** A hardware address as people write it: 00:15:65:aa:bb:cc. */
export const macText = (mac: string | undefined): string => (mac && /^[0-9a-f]{12}$/.test(mac) ? mac.match(/../g)!.join(':') : (mac ?? ''));
