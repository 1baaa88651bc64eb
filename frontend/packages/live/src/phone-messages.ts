/** What a browser that is a phone and the server say to each other over the live socket (server: shared/live). */
export type PhoneTrouble = 'invalid' | 'unacceptable' | 'too-many' | 'unavailable';
export type PhoneProgress = 'dialing' | 'ringing' | 'up';

export type PhoneMessage =
  | { type: 'phone.answer'; ref: string; leg: string; sdp: string }
  | { type: 'phone.refused'; ref: string; code: PhoneTrouble; text: string }
  | { type: 'phone.progress'; leg: string; state: PhoneProgress }
  | { type: 'phone.ended'; leg: string; by: 'local' | 'remote'; cause: string };

export type PhoneRequest =
  | { type: 'phone.offer'; ref: string; sdp: string; dial: string }
  | { type: 'phone.hangup'; leg: string }
  | { type: 'phone.digits'; leg: string; digits: string }
  | { type: 'phone.resume'; legs: string[] };

const FIELDS: Record<PhoneMessage['type'], readonly string[]> = {
  'phone.answer': ['ref', 'leg', 'sdp'],
  'phone.refused': ['ref', 'code'],
  'phone.progress': ['leg', 'state'],
  'phone.ended': ['leg', 'cause'],
};

/** The message if it is one of a phone and whole. */
export function phoneMessage(message: object): PhoneMessage | undefined {
  const { type } = message as { type?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(FIELDS, type)) return undefined;
  const fields = FIELDS[type as PhoneMessage['type']];
  return fields.every((f) => typeof (message as Record<string, unknown>)[f] === 'string') ? (message as PhoneMessage) : undefined;
}
