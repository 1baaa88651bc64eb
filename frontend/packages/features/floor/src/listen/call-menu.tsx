import { Menu } from '@mantine/core';
import { IconPhoneOff, IconPhoneX } from '@tabler/icons-react';
import { useMay, useText, useToast, useViewer } from '@yobirin/kit';
import { useRow, useRows, type AgentRow, type LiveCallRow, type WatchMode } from '@yobirin/live';
import { asProblem, commandCall } from '@yobirin/wire';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { MODES } from './listening';
import { modeIcon } from './phone-bar';
import { useListening } from './provider';

const modeOf = { monitor: 'watch.monitorOf', whisper: 'watch.whisperOf', barge: 'watch.bargeOf' } as const;

/** Agents who talk in a call and can be listened to: not oneself. */
export function talkersOf(call: LiveCallRow, self: string): string[] {
  if (call.watching || call.state === 'parked') return [];
  const ids = call.parties.flatMap((p) => (p.agent && p.agent !== self && p.state === 'up' ? [p.agent] : []));
  const own = ids.indexOf(call.agent ?? '');
  if (own > 0) ids.unshift(...ids.splice(own, 1));
  return [...new Set(ids)];
}

interface Place {
  id: string;
  from: HTMLElement;
  left: number;
  top: number;
}

type Open = (id: string, from: HTMLElement, at: { x: number; y: number }) => void;
const OpenContext = createContext<Open | undefined>(undefined);

/** Opens the menu of a call. */
export function useCallMenu(): Open | undefined {
  return use(OpenContext);
}

/** One menu for all calls shown inside. */
export function CallMenuHost({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<Place>();
  const allowed = useMay('calls.command');
  const open = useCallback<Open>((id, from, at) => setPlace({ id, from, left: at.x, top: at.y }), []);
  const close = () => {
    if (place?.from.isConnected) place.from.focus({ preventScroll: true });
    setPlace(undefined);
  };
  return (
    <OpenContext value={allowed ? open : undefined}>
      {children}
      {place ? (
        <Menu opened key={`${place.id}${place.left}`} onChange={(opened) => !opened && close()} position="bottom-start" offset={2} width={250} returnFocus={false}>
          <Menu.Target>
            <span aria-hidden style={{ position: 'fixed', left: place.left, top: place.top, width: 1, height: 1, pointerEvents: 'none' }} />
          </Menu.Target>
          <Menu.Dropdown>
            <CallItems id={place.id} onDone={close} />
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </OpenContext>
  );
}

type Sure = { what: 'end' } | { what: 'hang-up'; agent: AgentRow };

function CallItems({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useText();
  const call = useRow('calls', id);
  const agents = useRows('agents');
  const viewer = useViewer();
  const toast = useToast();
  const [sure, setSure] = useState<Sure>();
  const talkers = useMemo(() => (call ? talkersOf(call, viewer.id) : []).flatMap((a) => agents.get(a) ?? []), [call, agents, viewer.id]);
  if (!call) return <Menu.Label>{t('phone.over')}</Menu.Label>;
  const run = ({ what, ...of }: Sure) => {
    commandCall(id, what, 'agent' in of ? { of: of.agent.id } : {}).catch((error: unknown) => toast({ tone: 'error', text: t('phone.failed', { detail: asProblem(error).message }) }));
    onDone();
  };
  if (sure) {
    return (
      <>
        <Menu.Label>{sure.what === 'end' ? t('act.endSure') : t('act.hangUpSure', { name: sure.agent.name })}</Menu.Label>
        <Menu.Item color="red" fw={600} onClick={() => run(sure)}>
          {t('act.yes')}
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} onClick={() => setSure(undefined)}>
          {t('act.no')}
        </Menu.Item>
      </>
    );
  }
  return (
    <>
      {talkers.map((agent) => (
        <WatchItems key={agent.id} agent={agent} />
      ))}
      {talkers.length === 0 ? <Menu.Label>{t('watch.noAgent')}</Menu.Label> : <Menu.Divider />}
      {talkers.map((agent) => (
        <Menu.Item key={agent.id} closeMenuOnClick={false} leftSection={<IconPhoneX size={15} stroke={1.8} aria-hidden />} onClick={() => setSure({ what: 'hang-up', agent })}>
          {t('act.hangUpOf', { name: agent.nickname || agent.name })}
        </Menu.Item>
      ))}
      <Menu.Item closeMenuOnClick={false} leftSection={<IconPhoneOff size={15} stroke={1.8} aria-hidden />} onClick={() => setSure({ what: 'end' })}>
        {t('act.end')}
      </Menu.Item>
    </>
  );
}

/** モニタリング, ウィスパリング, 割り込み of one agent, as items of a menu. */
export function WatchItems({ agent }: { agent: AgentRow }) {
  const { t } = useText();
  const listening = useListening();
  const may = useMay('calls.watch');
  const viewer = useViewer();
  if (!listening || !may || agent.id === viewer.id) return null;
  return MODES.map((mode: WatchMode) => {
    const Glyph = modeIcon[mode];
    return (
      <Menu.Item key={mode} leftSection={<Glyph size={15} stroke={1.8} aria-hidden />} onClick={() => void listening.watch(watchedOf(agent), mode)}>
        {t(modeOf[mode], { name: agent.nickname || agent.name })}
      </Menu.Item>
    );
  });
}

/** An agent as listening wants it. */
export const watchedOf = (agent: AgentRow) => ({ id: agent.id, name: agent.nickname || agent.name, extension: agent.extension });
