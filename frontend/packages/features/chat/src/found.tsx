import { useInfiniteQuery } from '@tanstack/react-query';
import { AgentMark, Blank, Failure, Loading, statusOf, TagSquare, useText, useTimes, useToast, useViewer } from '@yobirin/kit';
import { useRow, useRows, type AgentRow } from '@yobirin/live';
import { asProblem, searchChat, type ChatFound } from '@yobirin/wire';
import { useMemo } from 'react';
import classes from './chat.module.css';
import { useChat, useChatState } from './provider';

const MOST_AGENTS = 8;

/** What a search finds: conversations, agents to write to, messages. */
export function Found({ q, onDone }: { q: string; onDone: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const { store } = useChat();
  const viewer = useViewer();
  const words = q.normalize('NFKC').trim().toLowerCase();
  const groups = useChatState((s) => s.threads).filter((thread) => thread.kind === 'group' && thread.title.normalize('NFKC').toLowerCase().includes(words));
  const agents = useFoundAgents(words, viewer.id);
  const result = useInfiniteQuery({
    queryKey: ['chat-search', q],
    queryFn: ({ pageParam }) => searchChat(q.slice(0, 100), pageParam ? { cursor: pageParam } : {}),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor || undefined,
    enabled: words !== '',
    gcTime: 0,
    staleTime: 0,
  });
  const messages = result.data?.pages.flatMap((page) => page.items) ?? [];
  const go = (opening: Promise<void>) => {
    onDone();
    opening.catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }));
  };
  const nothing = !result.isPending && !result.isError && groups.length + agents.length + messages.length === 0;
  return (
    <div className={classes.found}>
      <Part title={t('chat.groups')} show={groups.length > 0}>
        {groups.map((group) => (
          <button key={group.id} type="button" className={classes.hit} onClick={() => go(store.open(group.id))}>
            <GroupSquare id={group.group} />
            <span className={classes.title}>{group.title}</span>
          </button>
        ))}
      </Part>
      <Part title={t('chat.agents')} show={agents.length > 0}>
        {agents.map((agent) => (
          <AgentHit key={agent.id} agent={agent} onClick={() => go(store.openAgent(agent.id))} />
        ))}
      </Part>
      <Part title={t('chat.messages')} show={messages.length > 0}>
        {messages.map((found) => (
          <MessageHit key={`${found.message.thread} ${found.message.seq}`} found={found} onClick={() => go(store.open(found.message.thread, found.message.seq))} />
        ))}
        {result.hasNextPage ? (
          <button type="button" className={classes.more} disabled={result.isFetchingNextPage} onClick={() => void result.fetchNextPage()}>
            {t('chat.more')}
          </button>
        ) : null}
      </Part>
      {result.isPending ? <Loading rows={3} /> : null}
      {result.isError ? <Failure unreachable={asProblem(result.error).status === 0} detail={asProblem(result.error).message} onRetry={() => void result.refetch()} /> : null}
      {nothing ? <Blank title={t('chat.notFound')} /> : null}
    </div>
  );
}

function useFoundAgents(words: string, self: string): AgentRow[] {
  const rows = useRows('agents');
  return useMemo(
    () => [...rows.values()].filter((a) => a.id !== self && words !== '' && `${a.nickname}\n${a.name}\n${a.extension}`.normalize('NFKC').toLowerCase().includes(words)).slice(0, MOST_AGENTS),
    [rows, words, self],
  );
}

function Part({ title, show, children }: { title: string; show: boolean; children: React.ReactNode }) {
  if (!show) return null;
  return (
    <section aria-label={title}>
      <h2 className={classes.part}>{title}</h2>
      {children}
    </section>
  );
}

function GroupSquare({ id }: { id: string | undefined }) {
  return <TagSquare color={useRow('groups', id)?.color} />;
}

function AgentHit({ agent, onClick }: { agent: AgentRow; onClick: () => void }) {
  const statuses = useRows('statuses');
  return (
    <button type="button" className={classes.hit} onClick={onClick}>
      <AgentMark state={agent.state} status={statusOf(agent, statuses)} bare size={15} />
      <span className={classes.title}>{agent.nickname || agent.name}</span>
      <span className={classes.when}>{agent.extension}</span>
    </button>
  );
}

function MessageHit({ found, onClick }: { found: ChatFound; onClick: () => void }) {
  const times = useTimes();
  const { message } = found;
  return (
    <button type="button" className={classes.hitMessage} data-hit={message.seq} onClick={onClick}>
      <span className={classes.title}>{found.title}</span>
      <span className={classes.when}>{times.brief(message.at)}</span>
      <span className={classes.hitText}>
        {message.authorName}: {message.text}
      </span>
    </button>
  );
}
