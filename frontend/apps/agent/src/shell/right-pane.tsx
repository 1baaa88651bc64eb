import { useChatUnread } from '@yobirin/feature-chat';
import { comboAria, PhonePane, withKey } from '@yobirin/feature-phone';
import { IconChevronLeft, IconChevronRight, IconMessage, IconPhone, IconUsers, type Icon } from '@tabler/icons-react';
import { IconButton, Loading, useText, type Key } from '@yobirin/kit';
import { lazy, Suspense } from 'react';
import { Boundary } from './boundary';
import classes from './frame.module.css';
import { PANES, type Pane, type Side } from './side';

const Presence = lazy(() => import('./presence').then((m) => ({ default: m.Presence })));
const ChatPane = lazy(() => import('@yobirin/feature-chat/pane').then((m) => ({ default: m.ChatPane })));

const ICONS: Record<Pane, Icon> = { phone: IconPhone, presence: IconUsers, chat: IconMessage };
const NAMES: Record<Pane, Key> = { phone: 'agent.pane.phone', presence: 'agent.pane.presence', chat: 'agent.pane.chat' };
export const PANE_COMBOS: Record<Pane, string> = { phone: 'Alt+1', presence: 'Alt+2', chat: 'Alt+3' };

/** 電話, プレゼンス, チャット by icons, the one that is shown in blue; the whole side folds and stays folded. */
export function RightPane({ side }: { side: Side }) {
  const { t } = useText();
  const shown = side.open ? side.pane : undefined;
  return (
    <aside className={classes.right} data-open={side.open || undefined} aria-label={t('agent.pane.switch')}>
      <div className={classes.switch} role="group" aria-label={t('agent.pane.switch')}>
        {PANES.map((pane) => (
          <PaneButton key={pane} pane={pane} shown={shown === pane} onClick={() => side.show(pane)} />
        ))}
        <IconButton
          className={classes.foldRight}
          icon={side.open ? IconChevronRight : IconChevronLeft}
          name={t(side.open ? 'nav.foldRight' : 'nav.unfoldRight')}
          aria-expanded={side.open}
          onClick={side.fold}
        />
      </div>
      <Boundary key={shown}>
        {shown === 'phone' ? <PhonePane /> : null}
        <Suspense fallback={<Loading rows={6} />}>
          {shown === 'presence' ? <Presence /> : null}
          {shown === 'chat' ? <ChatPane /> : null}
        </Suspense>
      </Boundary>
    </aside>
  );
}

function PaneButton({ pane, shown, onClick }: { pane: Pane; shown: boolean; onClick: () => void }) {
  const { t } = useText();
  const unread = useChatUnread();
  const Glyph = ICONS[pane];
  const count = pane === 'chat' ? unread.count : 0;
  const name = count > 0 ? `${t(NAMES[pane])}, ${t('agent.pane.unread', { count })}` : t(NAMES[pane]);
  return (
    <button
      type="button"
      className={classes.paneButton}
      aria-pressed={shown}
      aria-label={name}
      aria-keyshortcuts={comboAria(PANE_COMBOS[pane])}
      title={withKey(name, PANE_COMBOS[pane])}
      onClick={onClick}
    >
      <Glyph size={19} stroke={1.8} aria-hidden />
      {count > 0 ? (
        <span className={classes.badge} data-fresh={unread.fresh || undefined} aria-hidden>
          {count > 99 ? '99+' : count}
        </span>
      ) : null}
    </button>
  );
}
