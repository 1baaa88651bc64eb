import { isStrings, ToastCard, useKept, useText, useTimes, hasText, type Text } from '@yobirin/kit';
import { useRow, useRows, type NoticeRow } from '@yobirin/live';

/** Dismissed notices are remembered; the server forgets them after a shift. */
const REMEMBERED = 60;

/**
 * Alarms about calls, until each was dismissed here: emergency calls (C-CODE-12), limits against toll fraud. The
 * newest is in front; those behind it are counted.
 */
export function Notices({ viewer }: { viewer: string }) {
  const rows = useRows('notices');
  const [gone, setGone] = useKept(`notices.gone.${viewer}`, [], isStrings);
  const shown = [...rows.values()].filter((n) => !gone.includes(n.id)).sort((a, b) => a.at - b.at);
  const newest = shown.at(-1);
  if (!newest) return null;
  return <Notice key={newest.id} notice={newest} more={shown.length - 1} onClose={() => setGone([...gone, newest.id].slice(-REMEMBERED))} />;
}

function Notice({ notice, more, onClose }: { notice: NoticeRow; more: number; onClose: () => void }) {
  const { t } = useText();
  const times = useTimes();
  const agent = useRow('agents', notice.agent);
  return (
    <ToastCard tone="error" close={t('notice.dismiss')} onClose={onClose}>
      <strong>{noticeText(notice, agent?.name, t)}</strong>
      <br />
      {times.clock(notice.at)}
      {notice.count > 1 ? ` · ${t('notice.times', { count: notice.count })}` : null}
      {more > 0 ? ` · ${t('notice.more', { count: more })}` : null}
    </ToastCard>
  );
}

/** A notice in words of the viewer's language. */
export function noticeText(notice: NoticeRow, agent: string | undefined, t: Text): string {
  const name = agent ?? t('notice.someone');
  if (notice.kind === 'emergency') return t('notice.emergency', { name, number: notice.number ?? '' });
  const key = `notice.limit.${notice.limit ?? ''}`;
  return t(hasText(key) ? key : 'notice.limit.other', { name, max: notice.max ?? 0 });
}
