import { IconArrowLeft, IconMessageOff } from '@tabler/icons-react';
import { IconButton, useText } from '@yobirin/kit';
import { useRows } from '@yobirin/live';
import { useMemo, useState, type DragEvent } from 'react';
import classes from './chat.module.css';
import { Composer, useAttach } from './composer';
import { History } from './history';
import { useChat, useChatState } from './provider';
import { Face } from './thread-list';

/** One conversation: its history and what is being written. */
export function Conversation({ id, onBack }: { id: string; onBack?: () => void }) {
  const { t } = useText();
  const { store } = useChat();
  const thread = useChatState((s) => s.threads.find((one) => one.id === id));
  const failed = useChatState((s) => s.talks.get(id)?.failed);
  const title = thread?.title ?? '';
  const { over, handlers } = useDrop(id);
  return (
    <section className={classes.talk} aria-label={title} data-over={over || undefined} {...handlers}>
      <header className={classes.talkHead}>
        {onBack ? <IconButton icon={IconArrowLeft} name={t('chat.back')} onClick={onBack} /> : null}
        {thread ? <Face thread={thread} /> : null}
        <h2 className={classes.talkTitle}>{title}</h2>
        {thread && !thread.member ? (
          <span className={classes.outside} title={t('chat.notMember')}>
            <IconMessageOff size={14} aria-hidden />
            <span className="sr-only">{t('chat.notMember')}</span>
          </span>
        ) : null}
      </header>
      <History id={id} />
      {failed ? (
        <button type="button" className={classes.failed} role="alert" onClick={() => void store.open(id)}>
          {t('chat.failed', { detail: failed })} — {t('part.retry')}
        </button>
      ) : null}
      <Typing id={id} />
      <Composer id={id} />
      {over ? <div className={classes.drop}>{t('chat.drop')}</div> : null}
    </section>
  );
}

/** Who is writing. Its line is always there, so that nothing moves. */
function Typing({ id }: { id: string }) {
  const { t } = useText();
  const typing = useChatState((s) => s.typing.get(id));
  const agents = useRows('agents');
  const names = useMemo(() => (typing ?? []).map((a) => agents.get(a)?.nickname || agents.get(a)?.name || '').filter(Boolean), [typing, agents]);
  const [first] = names;
  return (
    <div className={classes.typing} aria-live="polite">
      {first === undefined ? '' : names.length === 1 ? t('chat.typing', { name: first }) : t('chat.typingMany', { name: first, count: names.length - 1 })}
    </div>
  );
}

/** Files may be dropped anywhere on the conversation. */
function useDrop(id: string) {
  const attach = useAttach(id);
  const [depth, setDepth] = useState(0);
  const carries = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return {
    over: depth > 0,
    handlers: {
      onDragEnter: (event: DragEvent) => carries(event) && setDepth((n) => n + 1),
      onDragLeave: (event: DragEvent) => carries(event) && setDepth((n) => Math.max(0, n - 1)),
      onDragOver: (event: DragEvent) => carries(event) && event.preventDefault(),
      onDrop: (event: DragEvent) => {
        setDepth(0);
        if (!carries(event)) return;
        event.preventDefault();
        attach([...event.dataTransfer.files]);
      },
    },
  };
}
