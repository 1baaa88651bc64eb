import { describe, expect, it } from 'vitest';
import { chatMessage } from './chat-messages';

describe('messages of the chat', () => {
  it('are taken when they are whole', () => {
    const message = { thread: 't', seq: 1, ref: 'r', at: 1, author: 'a', authorName: 'A', text: '' };
    expect(chatMessage({ type: 'chat.message', message })).toEqual({ type: 'chat.message', message });
    expect(chatMessage({ type: 'chat.read', thread: 't', agent: 'a', seq: 2 })).toBeDefined();
    expect(chatMessage({ type: 'chat.typing', thread: 't', agent: 'a' })).toBeDefined();
  });
  it('are left alone when something is missing', () => {
    for (const bad of [{}, { type: 'chat.message' }, { type: 'chat.message', message: null }, { type: 'chat.message', message: { thread: 't', seq: '1' } }, { type: 'chat.read', thread: 't' }, { type: 'chat.typing' }, { type: 'delta' }])
      expect(chatMessage(bad)).toBeUndefined();
  });
});
