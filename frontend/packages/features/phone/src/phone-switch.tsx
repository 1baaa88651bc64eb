import { IconPower } from '@tabler/icons-react';
import { useText, type Key } from '@yobirin/kit';
import { useSeat, type Phone, type PhoneState } from '@yobirin/seat';
import { usePhoneDesk } from './desk';
import { comboAria, withKey } from './keys';
import classes from './phone.module.css';
import { useTroubleText } from './trouble';

export const PHONE_COMBO = 'Alt+O';
const WORDS: Record<PhoneState, Key> = { off: 'seat.state.off', registering: 'seat.state.registering', registered: 'seat.state.registered', failed: 'seat.state.failed' };

/** ON/OFF of the softphone, green when it is registered, and the truth beside it (C-PHONE-1). */
export function PhoneSwitch() {
  const { t } = useText();
  const phone = useSeat((s) => s.phone);
  const { run } = usePhoneDesk();
  return (
    <div className={classes.head}>
      <button
        type="button"
        role="switch"
        className={classes.power}
        aria-checked={phone.on}
        aria-label={t('seat.power')}
        aria-keyshortcuts={comboAria(PHONE_COMBO)}
        title={withKey(t(phone.on ? 'seat.powerOff' : 'seat.powerOn'), PHONE_COMBO)}
        data-state={phone.state}
        onClick={() => void run({ type: 'phoneOn', on: !phone.on })}
      >
        <IconPower size={15} stroke={2.2} aria-hidden />
        {phone.on ? 'ON' : 'OFF'}
      </button>
      <PhoneWord phone={phone} />
    </div>
  );
}

/** Where the registration stands, with the reason when it failed. */
function PhoneWord({ phone }: { phone: Phone }) {
  const { t } = useText();
  const say = useTroubleText();
  const extension = useSeat((s) => s.session?.extension);
  const sound = useSeat((s) => (s.phone.state === 'registered' ? s.sound.trouble : null));
  const trouble = phone.trouble ?? sound;
  const said = trouble ? say(trouble) : undefined;
  return (
    <span className={classes.word} role="status" data-state={sound ? 'failed' : phone.state}>
      <span>{t(sound ? 'seat.state.silent' : WORDS[phone.state])}</span>
      {said ? (
        <span className={classes.why} title={[said.text, said.hint, trouble?.detail].filter(Boolean).join('\n')}>
          {said.text}
        </span>
      ) : phone.state === 'registered' && extension ? (
        <span className={classes.why}>{t('seat.extension', { extension })}</span>
      ) : null}
    </span>
  );
}
