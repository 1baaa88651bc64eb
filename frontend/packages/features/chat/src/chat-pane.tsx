import { Blank, useText } from '@yobirin/kit';
import { useEffect, useRef, useState } from 'react';
import classes from './chat.module.css';
import { Conversation } from './conversation';
import { useChat, useChatState } from './provider';
import { ThreadList } from './thread-list';

/** From this width on the list stays beside the conversation. */
const WIDE = 620;

/** チャット: conversations with groups and agents (W-CHAT-1), in one column or two. */
export function ChatPane() {
  const { t } = useText();
  const { store } = useChat();
  const open = useChatState((s) => s.open);
  const ref = useRef<HTMLDivElement>(null);
  const wide = useWide(ref);
  const [search, setSearch] = useState('');
  const both = wide && open !== undefined;
  useEffect(() => () => store.watch(undefined), [store]);
  return (
    <div ref={ref} className={classes.pane} data-wide={wide || undefined}>
      {open === undefined || wide ? <ThreadList search={search} onSearch={setSearch} compact={both} /> : null}
      {open !== undefined ? <Conversation key={open} id={open} onBack={wide ? undefined : () => store.close()} /> : null}
      {open === undefined && wide ? (
        <div className={classes.talk}>
          <Blank title={t('chat.choose')} />
        </div>
      ) : null}
    </div>
  );
}

function useWide(ref: React.RefObject<HTMLElement | null>): boolean {
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => setWide((entry?.contentRect.width ?? 0) >= WIDE));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return wide;
}
