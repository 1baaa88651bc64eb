import { IconSquareRoundedArrowRight, IconUserPlus, IconUserQuestion, IconX, type Icon } from '@tabler/icons-react';
import { IconButton, useText, type Key } from '@yobirin/kit';
import { useSeat } from '@yobirin/seat';
import { useEffect, useRef, useState } from 'react';
import type { Handing } from './actions';
import { usePhoneDesk } from './desk';
import { withKey } from './keys';
import { personText } from './party';
import classes from './dial.module.css';
import { TargetBox } from './target-box';

const KINDS: Record<Handing, { title: Key; submit: Key; icon: Icon; type: 'transfer' | 'consulting' | 'add' }> = {
  transfer: { title: 'seat.transferTo', submit: 'seat.transfer', icon: IconSquareRoundedArrowRight, type: 'transfer' },
  consult: { title: 'seat.consultTo', submit: 'seat.consult', icon: IconUserQuestion, type: 'consulting' },
  add: { title: 'seat.addWho', submit: 'seat.add', icon: IconUserPlus, type: 'add' },
};

/** To whom: colleagues with their presence, groups, any number. Escape closes; nothing has happened then. */
export function HandPanel({ panel: { how, line } }: { panel: { how: Handing; line: string } }) {
  const { t } = useText();
  const { closePanel, run } = usePhoneDesk();
  const [text, setText] = useState('');
  const call = useSeat((s) => s.calls.find((c) => c.line === line));
  const kind = KINDS[how];
  const panelRef = useRef<HTMLElement>(null);
  useEffect(() => {
    panelRef.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const pick = (to: string) => {
    void run({ type: kind.type, line, to }).then((done) => done && closePanel());
  };
  return (
    <section
      ref={panelRef}
      className={classes.hand}
      aria-label={t(kind.title)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        closePanel();
      }}
    >
      <header className={classes.handHead}>
        <kind.icon size={15} stroke={2} aria-hidden />
        <strong>{t(kind.title)}</strong>
        <span className={classes.clip}>{call ? personText(call.party, t) : ''}</span>
        <IconButton icon={IconX} name={withKey(t('part.close'), 'Esc')} onClick={closePanel} />
      </header>
      <TargetBox wide autoFocus text={text} onText={setText} onPick={pick} label={t('seat.handField')} submit={withKey(t(kind.submit), 'Enter')} icon={kind.icon} />
    </section>
  );
}
