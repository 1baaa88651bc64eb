import { IconArrowDown } from '@tabler/icons-react';
import { Blank, Loading, useText, useTimes, useViewer } from '@yobirin/kit';
import type { ChatText } from '@yobirin/live';
import { Fragment, useEffect, useMemo, useState } from 'react';
import { Bubble, PendingBubble } from './bubble';
import classes from './chat.module.css';
import { atEnd, type Talk } from './model';
import { useChat, useChatState } from './provider';
import { useAnchor } from './use-anchor';

const NONE: readonly ChatText[] = [];
/** Messages of one author within this time stand under one name. */
const TOGETHER = 5 * 60_000;

/** The messages of a conversation. Only those near what is in sight exist; more are loaded in both directions. */
export function History({ id }: { id: string }) {
  const { t } = useText();
  const { store } = useChat();
  const talk = useChatState((s) => s.talks.get(id));
  const allPending = useChatState((s) => s.pending);
  const unread = useChatState((s) => s.threads.find((one) => one.id === id)?.unread ?? 0);
  const items = talk?.items ?? NONE;
  const pending = useMemo(() => allPending.filter((p) => p.thread === id && !items.some((m) => m.ref === p.ref)), [allPending, id, items]);
  const end = talk === undefined || atEnd(talk);
  const anchor = useAnchor({
    items, count: items.length + pending.length, end, goal: talk?.goal,
    onNear: (direction) => void store.more(id, direction),
  });
  useSeen(id, items, anchor.bottom, end);
  const toNewest = () => {
    if (end) anchor.toBottom();
    else void store.newest(id).then(anchor.toBottom);
  };
  const first = items[0]?.seq ?? 0;
  return (
    <div className={classes.frame}>
      <div ref={anchor.ref} className={classes.history} onScroll={anchor.onScroll} tabIndex={0} role="log" aria-label={t('chat.history')} aria-busy={talk?.loading || undefined}>
        <div className={classes.pages}>
          {talk?.loading && items.length === 0 ? <Loading rows={5} height={48} /> : null}
          {talk && !talk.loading && !talk.failed && items.length === 0 && pending.length === 0 ? <Blank title={t('chat.empty')} /> : null}
          <Messages items={items} talk={talk} marked={talk?.goal?.marked ? talk.goal.seq : undefined} />
          {end ? pending.map((p) => <PendingBubble key={p.ref} pending={p} />) : null}
        </div>
      </div>
      {talk?.unreadFrom !== undefined && talk.unreadFrom < first && unread > 0 ? (
        <button type="button" className={classes.toUnread} onClick={() => void store.open(id, talk.unreadFrom)}>
          {t('chat.toUnread')}
        </button>
      ) : null}
      {!anchor.bottom || !end ? (
        <button type="button" className={classes.toNewest} data-unread={unread > 0 || undefined} onClick={toNewest}>
          <IconArrowDown size={14} aria-hidden />
          {unread > 0 ? t('chat.newCount', { count: unread }) : t('chat.toNewest')}
        </button>
      ) : null}
    </div>
  );
}

function Messages({ items, talk, marked }: { items: readonly ChatText[]; talk: Talk | undefined; marked: number | undefined }) {
  const { t } = useText();
  const viewer = useViewer();
  const times = useTimes();
  const reads = useMemo(() => [...(talk?.reads ?? new Map<string, number>()).entries()], [talk?.reads]);
  const days = useMemo(() => daysOf(items, times, { today: t('chat.today'), yesterday: t('chat.yesterday') }), [items, times, t]);
  return items.map((message, i) => {
    const before = items[i - 1];
    const day = days[i];
    const head = day !== undefined || !before || before.author !== message.author || message.at - before.at > TOGETHER || message.seq === talk?.unreadFrom;
    const own = message.author === viewer.id;
    const readBy = own ? reads.reduce((n, [agent, seq]) => n + Number(agent !== viewer.id && seq >= message.seq), 0) : 0;
    return (
      <Fragment key={message.seq}>
        {day !== undefined ? <div className={classes.day}>{day}</div> : null}
        {message.seq === talk?.unreadFrom ? <div className={classes.unreadFrom}>{t('chat.unreadFrom')}</div> : null}
        <Bubble message={message} own={own} head={head} readBy={readBy} marked={message.seq === marked} />
      </Fragment>
    );
  });
}

/** The day before each message that begins one. */
function daysOf(items: readonly ChatText[], times: ReturnType<typeof useTimes>, words: { today: string; yesterday: string }): (string | undefined)[] {
  const known = new Map([[times.date(Date.now()), words.today], [times.date(times.startOfDay(Date.now(), -1)), words.yesterday]]);
  let last = '';
  return items.map((message) => {
    const day = times.date(message.at);
    if (day === last) return undefined;
    last = day;
    const word = known.get(day);
    return word === undefined ? day : `${word} ${day}`;
  });
}

/** What is in sight of somebody who looks has been read. */
function useSeen(id: string, items: readonly ChatText[], bottom: boolean, end: boolean): void {
  const { store } = useChat();
  const [looks, setLooks] = useState(() => !document.hidden && document.hasFocus());
  useEffect(() => {
    const look = () => setLooks(!document.hidden && document.hasFocus());
    const names = ['focus', 'blur'] as const;
    names.forEach((name) => window.addEventListener(name, look));
    document.addEventListener('visibilitychange', look);
    return () => {
      names.forEach((name) => window.removeEventListener(name, look));
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  const newest = items[items.length - 1]?.seq;
  useEffect(() => {
    store.watch(looks ? id : undefined);
    return () => store.watch(undefined);
  }, [store, id, looks]);
  useEffect(() => {
    if (looks && bottom && end && newest !== undefined) store.seen(id, newest);
  }, [store, id, looks, bottom, end, newest]);
}

