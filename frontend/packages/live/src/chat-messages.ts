/** What the server tells of the chat over the live socket (server: shared/live). It is no part of the floor's state. */
export interface ChatFile {
  id: string;
  name: string;
  type: string;
  size: number;
  /** A picture that browsers show. */
  image?: boolean;
}

/** A message; within its thread they are numbered from 1 without a gap. */
export interface ChatText {
  thread: string;
  seq: number;
  /** The sender's name of the message. */
  ref: string;
  at: number;
  author: string;
  authorName: string;
  text: string;
  bold?: boolean;
  red?: boolean;
  files?: ChatFile[];
}

export type ChatMessage =
  | { type: 'chat.message'; message: ChatText }
  | { type: 'chat.read'; thread: string; agent: string; seq: number }
  | { type: 'chat.typing'; thread: string; agent: string };

/** The message if it is one of the chat and whole. */
export function chatMessage(message: object): ChatMessage | undefined {
  const m = message as Record<string, unknown>;
  switch (m['type']) {
    case 'chat.message': {
      const text = m['message'] as Partial<ChatText> | null | undefined;
      const whole = text && typeof text.thread === 'string' && typeof text.seq === 'number' && typeof text.author === 'string' && typeof text.text === 'string';
      return whole ? (message as ChatMessage) : undefined;
    }
    case 'chat.read':
      return typeof m['thread'] === 'string' && typeof m['agent'] === 'string' && typeof m['seq'] === 'number' ? (message as ChatMessage) : undefined;
    case 'chat.typing':
      return typeof m['thread'] === 'string' && typeof m['agent'] === 'string' ? (message as ChatMessage) : undefined;
    default:
      return undefined;
  }
}
