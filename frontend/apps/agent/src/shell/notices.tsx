import { useTroubleText } from '@yobirin/feature-phone';
import { ToastCard, useText, useTimes, useToast } from '@yobirin/kit';
import { useCommand, useSeat, type Notice } from '@yobirin/seat';
import classes from './frame.module.css';

/** What the seat wants one to know, until one puts it away. A missed call can be called back. */
export function SeatNotices() {
  const notices = useSeat((s) => s.notices);
  // Why one had to log in again was said at the login.
  return notices.filter((n) => !n.code.startsWith('session_')).slice(-4).map((notice) => <NoticeCard key={notice.id} notice={notice} />);
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { t } = useText();
  const times = useTimes();
  const toast = useToast();
  const say = useTroubleText();
  const command = useCommand();
  const { text, hint } = say(notice);
  const missed = notice.code === 'missed_call';
  const number = missed ? notice.params?.['number'] : undefined;
  const putAway = () => void command({ type: 'putAway', id: notice.id });
  const callBack = async (to: string) => {
    const trouble = await command({ type: 'dial', to });
    if (trouble) toast({ tone: 'error', text: say(trouble).text });
    else putAway();
  };
  return (
    <ToastCard tone={missed ? 'info' : 'error'} close={t('part.close')} onClose={putAway}>
      {text} {hint} <time>{times.clock(notice.at)}</time>{' '}
      {number ? (
        <button type="button" className={classes.callBack} onClick={() => void callBack(number)}>
          {t('seat.callBack')}
        </button>
      ) : null}
    </ToastCard>
  );
}
