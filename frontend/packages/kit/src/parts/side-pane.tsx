import { IconChevronLeft, IconChevronRight, type Icon } from '@tabler/icons-react';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useText } from '../i18n';
import { IconButton } from './icon-button';
import classes from './side-pane.module.css';
import { useKept } from './use-kept';

export interface SidePaneItem {
  id: string;
  /** Name of the pane, spoken and shown as a tooltip. */
  label: string;
  icon: Icon;
  /** Shown on the icon: how many, and whether they are new. */
  badge?: { count: number; fresh: boolean };
}

interface Props {
  /** The panes there are; their icons switch between them (manual section 6). */
  panes: readonly SidePaneItem[];
  shown: string;
  onShow: (id: string) => void;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** The pane that is shown. */
  children: ReactNode;
}

const NARROWEST = 220;
const WIDEST = 720;
const USUAL = 264;
const STEP = 20;
const isWidth = (value: unknown): value is number => typeof value === 'number' && value >= NARROWEST && value <= WIDEST;

/** The applications on the right: one is shown, icons switch, the edge is drawn to any width, and it folds. */
export function SidePane({ panes, shown, onShow, open, onOpen, children }: Props) {
  const { t } = useText();
  const [width, setWidth] = useKept('side.width', USUAL, isWidth);
  const current = panes.find((pane) => pane.id === shown) ?? panes[0];
  const show = (id: string) => {
    onShow(id);
    onOpen(true);
  };
  return (
    <aside className={classes.side} data-open={open || undefined} style={open ? { width } : undefined} aria-label={current?.label}>
      {open ? <Edge width={width} onWidth={setWidth} /> : null}
      <div className={classes.icons} role="group" aria-label={t('side.title')}>
        {panes.map((pane) => (
          <PaneIcon key={pane.id} pane={pane} shown={open && pane === current} onClick={() => show(pane.id)} />
        ))}
      </div>
      {open ? <div className={classes.content}>{children}</div> : null}
      <IconButton
        className={classes.fold}
        icon={open ? IconChevronRight : IconChevronLeft}
        name={t(open ? 'nav.foldRight' : 'nav.unfoldRight')}
        aria-expanded={open}
        onClick={() => onOpen(!open)}
      />
    </aside>
  );
}

function PaneIcon({ pane, shown, onClick }: { pane: SidePaneItem; shown: boolean; onClick: () => void }) {
  const { t } = useText();
  const { badge } = pane;
  const unread = badge !== undefined && badge.count > 0;
  const name = unread ? `${pane.label} ${t('side.unread', { count: badge.count })}` : pane.label;
  return (
    <span className={classes.slot}>
      <IconButton className={classes.icon} icon={pane.icon} iconSize={18} name={name} aria-pressed={shown} onClick={onClick} />
      {unread ? (
        <span className={classes.badge} data-fresh={badge.fresh || undefined} aria-hidden>
          {badge.count > 99 ? '99+' : badge.count}
        </span>
      ) : null}
    </span>
  );
}

/** The left edge: drawn with the pointer, moved with the arrow keys. */
function Edge({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const { t } = useText();
  const from = useRef<{ x: number; width: number } | undefined>(undefined);
  const set = (to: number) => onWidth(Math.round(Math.min(Math.max(NARROWEST, Math.min(WIDEST, window.innerWidth / 2)), Math.max(NARROWEST, to))));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    set(width + (event.key === 'ArrowLeft' ? STEP : -STEP));
  };
  const onPointerDown = (event: PointerEvent) => {
    from.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  return (
    <div
      className={classes.edge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('side.resize')}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => from.current && set(from.current.width + from.current.x - event.clientX)}
      onPointerUp={() => (from.current = undefined)}
      onDoubleClick={() => onWidth(USUAL)}
    />
  );
}
