import { describe, expect, it } from 'vitest';
import { changeMessage } from './change-messages';

describe('a changed record', () => {
  it('is told by noun, record and action; of many at once without the record', () => {
    expect(changeMessage({ type: 'changed', noun: 'agents', id: 'a', action: 'update' })).toEqual({ type: 'changed', noun: 'agents', id: 'a', action: 'update' });
    expect(changeMessage({ type: 'changed', noun: 'agents', action: 'create' })?.id).toBeUndefined();
  });
  it.each([
    { type: 'delta', noun: 'agents', action: 'update' },
    { type: 'changed', action: 'update' },
    { type: 'changed', noun: 'agents', action: 'explode' },
    { type: 'changed', noun: 'agents', id: 7, action: 'update' },
  ])('is not %j', (message) => {
    expect(changeMessage(message)).toBeUndefined();
  });
});
