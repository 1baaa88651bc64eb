import { IconDotsVertical, IconEar, IconPlayerPauseFilled, IconPointFilled, IconUrgent } from '@tabler/icons-react';
import { agentLook, Blank, CallMark, formatPhone, IconButton, Panel, TagSquare, Timer, useMay, useStop, useText, useViewer, type Key, type Text } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { useLookup, useOrdered, useRow, type AgentRow, type Caller, type LiveCallRow, type WatchMode } from '@yobirin/live';
import { memo, useCallback, type KeyboardEvent } from 'react';
import { callOrder, inProgress } from './arrange';
import classes from './floor.module.css';
import { talkersOf, useCallMenu, watchedOf } from './listen/call-menu';
import { MODES } from './listen/listening';
import { modeIcon } from './listen/phone-bar';
import { useLine, useListening } from './listen/provider';

const KEYS: Record<string, WatchMode> = { m: 'monitor', w: 'whisper', b: 'barge' };

const LETTERS: Record<WatchMode, string> = { monitor: 'M', whisper: 'W', barge: 'B' };

/** Calls in progress: from, to, group, agent, state, time, and what can be done with each. */
export const CallList = memo(function CallList({ group }: { group: string | undefined }) {
  const { t } = useText();
  const wanted = useCallback((row: LiveCallRow) => inProgress(row) && (group === undefined || row.group === group), [group]);
  const calls = useOrdered('calls', callOrder, wanted);
  return (
    <Panel title={t('floor.calls')} className={classes.calls} note={t('floor.callCount', { count: calls.length })}>
      {calls.length === 0 ? (
        <Blank title={t('floor.noCalls')} />
      ) : (
        <VirtualList focusable items={calls} height={34} keyOf={(c) => c.id} label={t('floor.calls')}>
          {(c) => <CallItem row={c} />}
        </VirtualList>
      )}
    </Panel>
  );
});

const CallItem = memo(function CallItem({ row }: { row: LiveCallRow }) {
  const { t } = useText();
  const viewer = useViewer();
  const group = useRow('groups', row.group);
  const names = useLookup('agents');
  const agent = useRow('agents', row.agent);
  const menu = useCallMenu();
  const stop = useStop();
  const listening = useListening();
  const line = useLine();
  const talker = useRow('agents', talkersOf(row, viewer.id)[0]);
  const watch = (mode: WatchMode) => talker && void listening?.watch(watchedOf(talker), mode);
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const mode = KEYS[event.key.toLowerCase()];
    if (mode && talker && listening) watch(mode);
    else if (event.key === 'Enter' && menu) open(event.currentTarget);
    else return;
    event.preventDefault();
    event.stopPropagation(); // a menu that is open takes a key outside it for a wish to close
  };
  const open = (from: HTMLElement) => {
    const box = from.getBoundingClientRect();
    menu?.(row.id, from, { x: box.left + 24, y: box.bottom - 6 });
  };
  return (
    <div
      className={classes.callRow}
      data-call={row.id}
      data-mine={(talker && line?.agent === talker.id) || undefined}
      tabIndex={menu ? stop : undefined}
      role="group"
      aria-keyshortcuts={menu ? 'M W B Enter' : undefined}
      aria-label={t('floor.callOf', { who: whoOf(row.from, t) })}
      title={partiesText(row, names, t)}
      onKeyDown={onKey}
      onContextMenu={(event) => {
        if (!menu) return;
        event.preventDefault();
        // The menu key has no place of its own.
        if (event.clientX === 0 && event.clientY === 0) open(event.currentTarget);
        else menu(row.id, event.currentTarget, { x: event.clientX, y: event.clientY });
      }}
    >
      <CallMark state={row.state} />
      <span className={classes.parties}>
        <span className={classes.who} data-ours={row.direction === 'out' || undefined}>{whoOf(row.from, t)}</span>
        <span className={classes.arrow} aria-label={t('floor.to')}>→</span>
        <span className={classes.who} data-ours={row.direction === 'in' || undefined}>{whoOf(row.to, t)}</span>
        <Note row={row} />
      </span>
      <span className={classes.tag} title={group?.name}>
        {group ? <TagSquare color={group.color} /> : null}
        <span>{group?.name}</span>
      </span>
      <span className={classes.agentName}>{agent?.nickname || agent?.name}</span>
      <Marks row={row} names={names} />
      <span className={classes.time}>
        <Timer since={row.since} />
      </span>
      {menu ? <Actions talker={talker} onWatch={watch} onMenu={open} /> : null}
    </div>
  );
});

/** モニタリング, ウィスパリング, 割り込み and the menu, at the end of a row. */
function Actions({ talker, onWatch, onMenu }: { talker: AgentRow | undefined; onWatch: (mode: WatchMode) => void; onMenu: (from: HTMLElement) => void }) {
  const { t } = useText();
  const listening = useListening();
  const mayWatch = useMay('calls.watch') && listening !== undefined;
  return (
    <span className={classes.actions}>
      {mayWatch
        ? MODES.map((mode) => (
            <IconButton key={mode} icon={modeIcon[mode]} name={talker ? `${t(`watch.${mode}`)} (${LETTERS[mode]})` : t('watch.noAgent')} disabled={!talker} onClick={() => onWatch(mode)} />
          ))
        : null}
      <IconButton icon={IconDotsVertical} name={t('floor.callActions')} aria-haspopup="menu" onClick={(event) => onMenu(event.currentTarget)} />
    </span>
  );
}

/** What is special about a call: a slot, a room, a transfer that goes on. */
function Note({ row }: { row: LiveCallRow }) {
  const { t } = useText();
  const text = noteOf(row, t);
  return text ? <span className={classes.note}>{text}</span> : null;
}

const HANDING: Readonly<Record<string, Key>> = { attended: 'floor.consulting', add: 'floor.adding' };

export function noteOf(row: LiveCallRow, t: Text): string | undefined {
  if (row.transfer) return t(HANDING[row.transfer.how] ?? 'floor.transferring', { to: formatPhone(row.transfer.to) });
  if (row.room) return t('floor.room', { room: row.room });
  return row.slot ? String(row.slot) : undefined;
}

type Names = (agent: string | undefined) => AgentRow | undefined;

function Marks({ row, names }: { row: LiveCallRow; names: Names }) {
  const { t } = useText();
  const ears = (row.supervisors ?? []).map((s) => t('floor.listener', { name: names(s.agent)?.name ?? s.agent, mode: t(`watch.${s.mode}`) })).join('\n');
  return (
    <span className={classes.marks}>
      {row.emergency ? <IconUrgent className={classes.alarm} size={15} stroke={2} role="img" aria-label={t('floor.emergency')} /> : null}
      {ears ? (
        <span className={classes.ear} title={ears}>
          <IconEar size={14} stroke={2} role="img" aria-label={ears} />
        </span>
      ) : null}
      {row.recording && row.paused ? (
        <IconPlayerPauseFilled className={classes.dim} size={12} role="img" aria-label={t('floor.recordingPaused')} />
      ) : row.recording ? (
        <IconPointFilled className={classes.recording} size={14} role="img" aria-label={t('floor.recording')} />
      ) : null}
    </span>
  );
}

function whoOf(party: Caller, t: Text): string {
  return party.withheld ? t('calls.withheld') : party.name || formatPhone(party.number) || t('calls.unknown');
}

/** Everybody in a call with what they do, a line each. */
export function partiesText(row: LiveCallRow, names: Names, t: Text): string {
  return row.parties
    .map((p) => {
      const name = names(p.agent)?.name || (p.role === 'caller' ? whoOf(row.from, t) : formatPhone(p.number) || t('calls.unknown'));
      const state = p.state === 'up' ? (p.held ? t(agentLook.holding.label) : t(agentLook.talking.label)) : t(p.state === 'ringing' ? agentLook.ringing.label : 'floor.dialing');
      return t('part.noted', { what: name, note: p.muted ? [state, t('floor.muted')].join(t('part.comma')) : state });
    })
    .join('\n');
}
