import { IconArrowsMaximize, IconArrowsMinimize, IconPencil, IconPlugConnectedX, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { IconButton, inOrder, Loading, useText, useTimes } from '@yobirin/kit';
import { useClock, useConnection, useOrdered, useReady, useRows } from '@yobirin/live';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { groupOrder } from '../arrange';
import { tableLayout, wallboardLayout, type Tile } from '../layouts';
import { useHeads } from '../use-heads';
import { useLayout } from '../use-layout';
import { Editor } from './editor';
import { columnsFor, sumsOf } from './figures';
import { TileView } from './tile-view';
import classes from './wallboard.module.css';

/** ウォールボード (W-RT-3): chosen figures over the whole screen, to be read from afar. It stays as it is while the connection is lost, and says so. */
export function WallboardPage() {
  const { t } = useText();
  const ready = useReady();
  const [layout, setLayout] = useLayout('wallboard', wallboardLayout);
  const [table] = useLayout('floor.groups', tableLayout);
  const [editing, setEditing] = useState(false);
  const navigate = useNavigate();
  const board = useRef<HTMLDivElement>(null);
  useAlone(board);
  const leave = () => void navigate({ to: '/realtime' } as never);
  return createPortal(
    <div
      ref={board}
      className={classes.board}
      tabIndex={-1}
      role="main"
      aria-label={t('wall.title')}
      data-live
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if (editing) setEditing(false);
        else leave();
      }}
    >
      <header className={classes.head}>
        <h1>{t('wall.title')}</h1>
        <Connection />
        <Now />
        <span className={classes.tools}>
          <IconButton icon={IconPencil} iconSize={20} name={t(editing ? 'wall.done' : 'wall.edit')} aria-pressed={editing} onClick={() => setEditing(!editing)} />
          <FullScreen of={board} />
          <IconButton icon={IconX} iconSize={20} name={t('wall.close')} onClick={leave} />
        </span>
      </header>
      {editing ? (
        <Choosing tiles={layout.tiles} order={table.order} onChange={(tiles) => setLayout({ ...layout, tiles })} />
      ) : !ready ? (
        <Loading rows={8} height={60} />
      ) : (
        <Tiles tiles={layout.tiles} />
      )}
    </div>,
    document.body,
  );
}

/** Tiles of all groups show the same sums, which are made once for all of them. */
function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  const groups = useRows('groups');
  const heads = useHeads(groups.values());
  const all = useMemo(() => sumsOf([...groups.values()], heads), [groups, heads]);
  return (
    <ul className={classes.tiles} style={{ '--columns': columnsFor(tiles.length) } as React.CSSProperties}>
      {tiles.map((tile, i) => (
        <TileView key={i} tile={tile} all={all} group={groups.get(tile.group)} />
      ))}
    </ul>
  );
}

function Choosing({ tiles, order, onChange }: { tiles: readonly Tile[]; order: readonly string[]; onChange: (tiles: Tile[]) => void }) {
  const sorted = useOrdered('groups', groupOrder);
  const groups = useMemo(() => inOrder(sorted, order), [sorted, order]);
  return <Editor tiles={tiles} groups={groups} onChange={onChange} />;
}

/** While the board is there, the page behind it is not: neither for keys nor for readers. */
function useAlone(board: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const root = document.getElementById('root');
    root?.setAttribute('inert', '');
    board.current?.focus();
    return () => {
      root?.removeAttribute('inert');
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [board]);
}

function FullScreen({ of }: { of: React.RefObject<HTMLElement | null> }) {
  const { t } = useText();
  const full = useSyncExternalStore(
    (listener) => {
      document.addEventListener('fullscreenchange', listener);
      return () => document.removeEventListener('fullscreenchange', listener);
    },
    () => document.fullscreenElement !== null,
  );
  if (!document.fullscreenEnabled) return null;
  const toggle = () => void (full ? document.exitFullscreen() : of.current?.requestFullscreen())?.catch(() => undefined);
  return <IconButton icon={full ? IconArrowsMinimize : IconArrowsMaximize} iconSize={20} name={t(full ? 'wall.window' : 'wall.full')} onClick={toggle} />;
}

function Connection() {
  const { t } = useText();
  const times = useTimes();
  const { phase, since } = useConnection();
  if (phase !== 'lost' || since === undefined) return null;
  return (
    <span className={classes.lost} role="alert">
      <IconPlugConnectedX size={22} stroke={2} aria-hidden />
      {t('wall.lost', { time: times.clock(since) })}
    </span>
  );
}

function Now() {
  const clock = useClock();
  const times = useTimes();
  const text = useSyncExternalStore((listener) => clock.subscribe(listener), () => times.clock(clock.now()).slice(0, 5));
  return <time className={classes.now}>{text}</time>;
}
