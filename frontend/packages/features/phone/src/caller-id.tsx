import { formatPhone, useText } from '@yobirin/kit';
import { useSeat, type CallerNumber } from '@yobirin/seat';
import { usePhoneDesk } from './desk';
import classes from './dial.module.css';

const words = ({ name, number }: CallerNumber) => [name, formatPhone(number)].filter(Boolean).join(' ');

/** 発番号: which number a call from here shows (C-PHONE-2); nothing to choose for agents who may not call outside. */
export function CallerIDChooser() {
  const { t } = useText();
  const numbers = useSeat((s) => s.numbers);
  const chosen = useSeat((s) => s.callerId);
  const noOutside = useSeat((s) => s.noOutside);
  const { run } = usePhoneDesk();
  if (noOutside) return <p className={classes.callerId}>{t('seat.noOutside')}</p>;
  if (numbers.length === 0) return null;
  const usual = numbers.find((n) => n.default);
  return (
    <label className={classes.callerId}>
      {t('seat.callerId')}
      <select value={chosen} onChange={(event) => void run({ type: 'chooseCallerID', id: event.currentTarget.value })}>
        <option value="">{usual ? t('seat.callerIdDefault', { number: words(usual) }) : t('seat.callerIdServer')}</option>
        {numbers.map((number) => (
          <option key={number.id} value={number.id}>
            {words(number)}
          </option>
        ))}
      </select>
    </label>
  );
}
