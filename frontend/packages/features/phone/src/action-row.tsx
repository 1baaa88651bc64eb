import { useText } from '@yobirin/kit';
import type { Call } from '@yobirin/seat';
import { slots, type Slot } from './actions';
import { usePhoneDesk } from './desk';
import { comboAria, comboText, withKey } from './keys';
import classes from './phone.module.css';

/** All actions in their places with their keys. What cannot be done now is dim, nothing moves. */
export function ActionRow({ calls }: { calls: readonly Call[] }) {
  const { t } = useText();
  return (
    <div className={classes.actions} role="toolbar" aria-label={t('seat.actions')}>
      {slots(calls).map((slot) => (
        <SlotButton key={slot.id} slot={slot} />
      ))}
    </div>
  );
}

function SlotButton({ slot }: { slot: Slot }) {
  const { t } = useText();
  const { act, panel } = usePhoneDesk();
  const { deed, icon: Glyph } = slot;
  const open = panel?.how === slot.id;
  return (
    <button
      type="button"
      className={classes.slot}
      data-action={slot.id}
      data-tone={slot.tone}
      data-on={slot.on || open || undefined}
      aria-pressed={slot.on === undefined ? undefined : slot.on}
      aria-expanded={slot.id === 'transfer' || slot.id === 'consult' || slot.id === 'add' ? open : undefined}
      aria-busy={slot.busy || undefined}
      aria-keyshortcuts={comboAria(slot.combo)}
      title={withKey(t(slot.label), slot.combo)}
      disabled={!deed}
      onClick={() => deed && act(deed)}
    >
      <Glyph size={18} stroke={1.9} aria-hidden />
      <span className={classes.slotName}>{t(slot.label)}</span>
      <kbd className={classes.key} aria-hidden>
        {comboText(slot.combo).replace('Shift+', '⇧')}
      </kbd>
    </button>
  );
}
