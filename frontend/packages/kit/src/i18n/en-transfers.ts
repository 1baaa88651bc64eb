/** Outside transfers (administration). */
export const enTransfers = {
  'transfers.title': 'Outside transfers',
  'transfers.one': 'outside transfer',
  'transfers.empty': 'There are no outside transfers',
  'transfers.hint': 'Add the outside numbers that calls are sent to, a mobile or a night desk.',
  'transfers.to': 'Transfer to',
  'transfers.name': 'Name',
  'transfers.name.hint': 'Numbers, groups and IVRs can send calls to it.',
  'transfers.number': 'Phone number',
  'transfers.number.hint': 'An outside number; no emergency number.',
  'transfers.callerId': 'Caller ID',
  'transfers.callerId.none': 'The number called, or else the first',
  'transfers.callerId.hint': 'The number that the phone called there shows.',
  'transfers.called': 'The number that was called',
  'transfers.ignored': 'The caller ID is not used while “use the number that was called” is on.',
  'transfers.useCalledNumber': 'Use the number that was called',
  'transfers.useCalledNumber.hint': 'On: the number that the customer dialed is shown as caller ID.',
} as const;
