import { useTroubleText } from '@yobirin/feature-phone';
import { ToastCard, useText, useTimes } from '@yobirin/kit';
import { useCommand, useSeat } from '@yobirin/seat';

/** What the seat wants one to know, until one puts it away. */
export function SeatNotices() {
  const { t } = useText();
  const times = useTimes();
  const say = useTroubleText();
  const command = useCommand();
  const notices = useSeat((s) => s.notices);
  return notices.slice(-4).map((notice) => {
    const { text, hint } = say(notice);
    return (
      <ToastCard key={notice.id} tone={notice.code === 'missed_call' ? 'info' : 'error'} close={t('part.close')} onClose={() => void command({ type: 'putAway', id: notice.id })}>
        {text} {hint} <time>{times.clock(notice.at)}</time>
      </ToastCard>
    );
  });
}
