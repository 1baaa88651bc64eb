import { IconBell } from '@tabler/icons-react';
import { AgentMark, Blank, Failure, IconButton, Loading, SearchBox, statusOf, TagSquare, useStop, useText, useTimes, useViewer } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { useRow, useRows } from '@yobirin/live';
import { useEffect, useState } from 'react';
import classes from './chat.module.css';
import { Found } from './found';
import type { Thread } from './model';
import { useChat, useChatState } from './provider';

interface Props {
  search: string;
  onSearch: (text: string) => void;
  compact: boolean;
}

/** All conversations, or what a search finds. */
export function ThreadList({ search, onSearch }: Props) {
  const { t } = useText();
  const { store, askNotify } = useChat();
  const threads = useChatState((s) => s.threads);
  const loaded = useChatState((s) => s.loaded);
  const failed = useChatState((s) => s.failed);
  const open = useChatState((s) => s.open);
  const [delayed, setDelayed] = useState(search);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(search), 200);
    return () => clearTimeout(timer);
  }, [search]);
  return (
    <section className={classes.threads} aria-label={t('chat.threads')}>
      <div className={classes.head}>
        <SearchBox value={search} label={t('chat.search')} onChange={onSearch} />
        {askNotify ? <IconButton icon={IconBell} name={t('chat.notify')} onClick={askNotify} /> : null}
      </div>
      <div className={classes.list}>
        {search.trim() !== '' ? (
          <Found q={delayed} onDone={() => onSearch('')} />
        ) : threads.length > 0 ? (
          <VirtualList items={threads} height={50} keyOf={(thread) => thread.id} label={t('chat.threads')}>
            {(thread) => <Row thread={thread} current={thread.id === open} onOpen={() => void store.open(thread.id)} />}
          </VirtualList>
        ) : failed ? (
          <Failure unreachable={false} detail={failed} onRetry={() => void store.refresh()} />
        ) : loaded ? (
          <Blank title={t('chat.nothing')} hint={t('chat.nothingHint')} />
        ) : (
          <Loading rows={6} height={50} />
        )}
      </div>
    </section>
  );
}

function Row({ thread, current, onOpen }: { thread: Thread; current: boolean; onOpen: () => void }) {
  const { t } = useText();
  const times = useTimes();
  const viewer = useViewer();
  const stop = useStop();
  const { last } = thread;
  const who = last && (last.author === viewer.id ? t('chat.you') : last.authorName);
  const unread = thread.unread > 0;
  return (
    <button type="button" tabIndex={stop} className={classes.row} data-thread={thread.id} data-unread={unread || undefined} data-fresh={(thread.fresh && unread) || undefined} data-outside={!thread.member || undefined} data-empty={!last || undefined} aria-current={current || undefined} title={thread.member ? undefined : t('chat.notMember')} onClick={onOpen}>
      <span className={classes.face}>
        <Face thread={thread} />
      </span>
      <span className={classes.title}>{thread.title}</span>
      <span className={classes.when}>{last ? times.brief(last.at) : ''}</span>
      {last ? <span className={classes.last}>{`${thread.kind === 'group' || last.author === viewer.id ? `${who}: ` : ''}${last.text.replaceAll('\n', ' ')}`}</span> : null}
      {unread ? (
        <span className={classes.count}>
          <span aria-hidden>{thread.unread > 99 ? '99+' : thread.unread}</span>
          <span className="sr-only">
            {thread.unread > 99 ? t('chat.unreadMany') : t('chat.unread', { count: thread.unread })}
            {thread.fresh ? ` ${t('chat.new')}` : ''}
          </span>
        </span>
      ) : null}
    </button>
  );
}

/** Colour of a group, live status of an agent. */
export function Face({ thread }: { thread: Pick<Thread, 'kind' | 'group' | 'agent'> }) {
  const group = useRow('groups', thread.group);
  const agent = useRow('agents', thread.agent);
  const statuses = useRows('statuses');
  if (thread.kind === 'group') return <TagSquare color={group?.color} />;
  return agent ? <AgentMark state={agent.state} status={statusOf(agent, statuses)} bare size={15} /> : null;
}
