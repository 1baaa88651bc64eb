import { http } from './client';
import { Problem, take } from './problem';
import type { components } from './schema';

type Schemas = components['schemas'];
export type ChatThread = Schemas['Thread'];
export type ChatPage = Schemas['MessagePage'];
export type ChatFound = Schemas['Found'];
export type ChatReference = Schemas['Reference'];
export type ChatUpload = Schemas['LiveChatFile'];
export type ChatDraft = Schemas['Draft'];

/** GET /chat/threads: one's conversations. */
export const getChatThreads = () => take(http.GET('/api/v1/chat/threads')).then((list) => list.items);
/** POST /chat/agents/{id}: the conversation with an agent. */
export const openChat = (id: string) => take(http.POST('/api/v1/chat/agents/{id}', { params: { path: { id } } }));
/** GET /chat/threads/{id}/messages: the newest page, or what lies before or after a number. */
export const getChatMessages = (id: string, query: { before?: number; after?: number; limit?: number }) =>
  take(http.GET('/api/v1/chat/threads/{id}/messages', { params: { path: { id }, query } }));
/** POST /chat/threads/{id}/messages: the same `ref` twice is one message. */
export const sendChat = (id: string, body: ChatDraft) => take(http.POST('/api/v1/chat/threads/{id}/messages', { params: { path: { id } }, body }));
/** PUT /chat/threads/{id}/read. */
export const readChat = (id: string, seq: number) => take(http.PUT('/api/v1/chat/threads/{id}/read', { params: { path: { id } }, body: { seq } }));
/** POST /chat/threads/{id}/typing. */
export const typingChat = (id: string) => take(http.POST('/api/v1/chat/threads/{id}/typing', { params: { path: { id } } }));
/** GET /chat/search. */
export const searchChat = (q: string, query: { thread?: string; cursor?: string } = {}) => take(http.GET('/api/v1/chat/search', { params: { query: { q, ...query } } }));
/** POST /chat/resolve: what references as in call:ID stand for. */
export const resolveChat = (refs: string[]) => take(http.POST('/api/v1/chat/resolve', { body: { refs } })).then((list) => list.items);
/** Address of a file of a message. */
export const chatFileUrl = (id: string) => `/api/v1/chat/files/${encodeURIComponent(id)}`;
/** POST /chat/threads/{id}/files: uploads a file for a message that is sent afterwards. */
export async function uploadChatFile(thread: string, file: File): Promise<ChatUpload> {
  const url = `/api/v1/chat/threads/${encodeURIComponent(thread)}/files?${new URLSearchParams({ name: file.name || 'file' }).toString()}`;
  return take(
    fetch(url, { method: 'POST', body: file, credentials: 'same-origin', headers: { 'Content-Type': 'application/octet-stream' } }).then(async (response) => {
      const body: unknown = await response.json().catch(() => undefined);
      if (response.ok && body === undefined) throw new Problem(0, { detail: 'no answer' });
      return response.ok ? { data: body as ChatUpload, response } : { error: body, response };
    }),
  );
}
