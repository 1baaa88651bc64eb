import { useMay, useText, useViewer } from '@yobirin/kit';
import { useChatMessages, useConnection, type ChatText } from '@yobirin/live';
import { asProblem, getChatMessages, getChatThreads, openChat, readChat, resolveChat, sendChat, typingChat, UNREACHABLE, uploadChatFile } from '@yobirin/wire';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { countUnread, type Draft, type Thread } from './model';
import { ChatStore, type ChatApi, type ChatState } from './store';

/** Shows a desktop notification; a click on it should bring the app to the front and call `onClick`. */
export type Notify = (title: string, body: string, onClick: () => void) => void;

interface Chat {
  store: ChatStore;
  onOpen?: (kind: string, id: string) => void;
  askNotify?: () => void;
  onShow?: () => void;
}

const ChatContext = createContext<Chat | undefined>(undefined);

const api: ChatApi = {
  threads: getChatThreads, open: openChat, messages: getChatMessages, send: sendChat, read: readChat, typing: typingChat, upload: uploadChatFile, resolve: resolveChat,
};

/** Whether another try may succeed: the server was not reached, or was busy. */
function judge(error: unknown, unreachable: string): { again: boolean; detail: string } {
  const problem = asProblem(error);
  return { again: problem.status === 0 || problem.status === 429 || problem.status >= 500, detail: problem.code === UNREACHABLE ? unreachable : problem.message };
}

interface Props {
  /** Opens what a reference in a message stands for, as ("call", id). Without it references are not links. */
  onOpen?: (kind: string, id: string) => void;
  /** Shows the pane of the chat, as when a conversation is opened from elsewhere. */
  onShow?: () => void;
  notify?: Notify;
  /** Offered as a button where notifications need a permission first. */
  askNotify?: () => void;
  children: ReactNode;
}

/** The chat of the viewer, for the whole app: it hears and counts, whether its pane is shown or not. */
export function ChatProvider({ onOpen, onShow, notify, askNotify, children }: Props) {
  const viewer = useViewer();
  const { phase } = useConnection();
  const { t } = useText();
  const may = useMay('chat.use');
  const arrival = useArrival(notify, onShow);
  const unreachable = useLatest(t('part.unreachable'));
  const [store] = useState(
    () =>
      new ChatStore({
        api, judge: (error) => judge(error, unreachable.current), self: viewer.id, selfName: viewer.name, onArrival: (message, thread) => arrival.current?.(message, thread),
        keep: (thread, draft) => keepDraft(viewer.id, thread, draft), kept: (thread) => keptDraft(viewer.id, thread),
      }),
  );
  useEffect(() => {
    arrival.store = store;
  }, [arrival, store]);
  useChatMessages((message) => store.hear(message));
  useEffect(() => {
    if (may && phase === 'live') void store.catchUp();
  }, [may, phase, store]);
  useEffect(() => {
    // What a bus between servers may have lost while the connection stood.
    if (!may) return undefined;
    const onFocus = () => !document.hidden && void store.refresh();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [may, store]);
  useEffect(() => () => store.stop(), [store]);
  const chat = useMemo<Chat>(() => ({ store, onOpen, onShow, askNotify }), [store, onOpen, onShow, askNotify]);
  return <ChatContext value={chat}>{children}</ChatContext>;
}

interface Arrival {
  current?: (message: ChatText, thread: Thread | undefined) => void;
  store?: ChatStore;
}

/** Notifies of what comes while nobody looks at its conversation. */
function useArrival(notify: Notify | undefined, onShow: (() => void) | undefined): Arrival {
  const { t } = useText();
  const [arrival] = useState<Arrival>({});
  const tell = useCallback(
    (message: ChatText, thread: Thread | undefined) => {
      if (!notify || thread?.member === false) return;
      if (arrival.store?.watching === message.thread && document.hasFocus()) return;
      const name = message.authorName;
      const title = thread?.kind === 'group' ? t('chat.notifyTitleIn', { name, group: thread.title }) : t('chat.notifyTitle', { name });
      const body = message.text === '' ? t('chat.notifyFile') : message.text.slice(0, 160);
      notify(title, body, () => {
        onShow?.();
        void arrival.store?.open(message.thread);
      });
    },
    [arrival, notify, onShow, t],
  );
  useEffect(() => {
    arrival.current = tell;
  }, [arrival, tell]);
  return arrival;
}

export function useChat(): Chat {
  const chat = use(ChatContext);
  if (!chat) throw new Error('ChatProvider is missing');
  return chat;
}

/** A part of the chat's state; renders again when it changes. `select` must give the same value for the same state. */
export function useChatState<T>(select: (state: ChatState) => T): T {
  const { store } = useChat();
  return useSyncExternalStore(
    useCallback((listener) => store.subscribe(listener), [store]),
    () => select(store.state),
  );
}

/** Unread messages of one's own groups and partners; `fresh`: some came while nobody looked. */
export function useChatUnread(): { count: number; fresh: boolean } {
  const threads = useChatState((s) => s.threads);
  return useMemo(() => countUnread(threads), [threads]);
}

/** Opens the conversation with an agent and shows the pane. Rejects when the server refuses. */
export function useOpenThread(): (agent: string) => Promise<void> {
  const { store, onShow } = useChat();
  return useCallback(
    async (agent) => {
      onShow?.();
      await store.openAgent(agent);
    },
    [store, onShow],
  );
}

/** What a reference stands for; undefined until it is known. */
export function useReference(ref: string) {
  const { store } = useChat();
  const found = useSyncExternalStore(
    useCallback((listener) => store.references.subscribe(listener), [store]),
    () => store.references.get(ref),
  );
  useEffect(() => store.references.want(ref), [store, ref]);
  return found;
}

/** The latest value, for listeners that stay. */
export function useLatest<T>(value: T) {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}

const draftKey = (agent: string, thread: string) => `yobirin.chat.draft.${agent}.${thread}`;

/** Kept for this window only: what is being written may be about customers. */
function keepDraft(agent: string, thread: string, { text, bold, red }: Draft): void {
  try {
    if (text === '') sessionStorage.removeItem(draftKey(agent, thread));
    else sessionStorage.setItem(draftKey(agent, thread), JSON.stringify({ text, bold, red }));
  } catch {
    // A full or forbidden storage loses the draft at a reload only.
  }
}

function keptDraft(agent: string, thread: string): Draft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(draftKey(agent, thread)) ?? 'null') as Partial<Draft> | null;
    return kept && typeof kept.text === 'string' ? { text: kept.text, bold: kept.bold === true, red: kept.red === true, files: [] } : undefined;
  } catch {
    return undefined;
  }
}
