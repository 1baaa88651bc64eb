import type { ChatText } from '@yobirin/live';

/** A message for tests. */
export const message = (seq: number, author = 'other', thread = 't'): ChatText => ({ thread, seq, ref: `r${seq}`, at: seq * 1000, author, authorName: author, text: `m${seq}` });
