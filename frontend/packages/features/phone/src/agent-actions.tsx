import { Menu } from '@mantine/core';
import { IconDeviceLandlinePhone, IconEar, IconHeadset, IconMessage2, IconSpeakerphone, IconSquareRoundedArrowRight, IconUserQuestion, type Icon } from '@tabler/icons-react';
import { useMay, useText, useToast, useViewer, type Key } from '@yobirin/kit';
import { useRow, type AgentRow, type WatchMode } from '@yobirin/live';
import { useSeat, type Command } from '@yobirin/seat';
import { asProblem, orderCall } from '@yobirin/wire';
import type { ReactNode } from 'react';
import { can, mainCall } from './calls';
import { usePhoneDesk } from './desk';

const MODES: [WatchMode, Icon, Key][] = [
  ['monitor', IconEar, 'watch.monitorOf'],
  ['whisper', IconMessage2, 'watch.whisperOf'],
  ['barge', IconSpeakerphone, 'watch.bargeOf'],
];

interface Props {
  agent: AgentRow;
  /** The item that opens a chat with the agent, where there is a chat. */
  chat?: ReactNode;
}

/** What one can do with a colleague (C-OPS-1), as items of a menu: chat, call, hand the call on, listen. */
export function SeatAgentActions({ agent, chat }: Props) {
  const viewer = useViewer();
  if (agent.id === viewer.id) return null;
  return (
    <>
      <Menu.Label>{agent.nickname || agent.name}</Menu.Label>
      {chat}
      {agent.extension ? <Calls agent={agent} /> : null}
      {agent.extension ? <Hands agent={agent} /> : null}
      {agent.extension ? <Watches agent={agent} /> : null}
    </>
  );
}

function Entry({ icon: Glyph, text, disabled, title, onClick }: { icon: Icon; text: string; disabled?: boolean; title?: string; onClick: () => void }) {
  return (
    <Menu.Item leftSection={<Glyph size={15} stroke={1.8} aria-hidden />} disabled={disabled} title={title} onClick={onClick}>
      {text}
    </Menu.Item>
  );
}

function Calls({ agent }: { agent: AgentRow }) {
  const { t } = useText();
  const viewer = useViewer();
  const toast = useToast();
  const mayCall = useMay('calls.make');
  const self = useRow('agents', viewer.id);
  const ready = useSeat((s) => s.phone.state === 'registered' || s.phone.state === 'registering'); // the phone keeps a dial until it is registered
  const { run } = usePhoneDesk();
  if (!mayCall) return null;
  const noDesk = !self || self.state === 'offline' || self.state === 'error';
  const order = () =>
    orderCall(agent.extension).then(
      () => toast({ tone: 'info', text: t('act.calling', { name: agent.nickname || agent.name }) }),
      (error: unknown) => toast({ tone: 'error', text: t('phone.failed', { detail: asProblem(error).message }) }),
    );
  return (
    <>
      <Entry icon={IconHeadset} text={t('seat.callHere')} disabled={!ready} title={ready ? undefined : t('seat.idleNot')} onClick={() => void run({ type: 'dial', to: agent.extension })} />
      <Entry icon={IconDeviceLandlinePhone} text={t('act.call')} disabled={noDesk} title={noDesk ? t('act.noPhone') : undefined} onClick={() => void order()} />
    </>
  );
}

/** Handing the call one is in on to the colleague. */
function Hands({ agent }: { agent: AgentRow }) {
  const { t } = useText();
  const call = useSeat((s) => mainCall(s.calls));
  const { run } = usePhoneDesk();
  const ways: [ok: boolean, Icon, Key, Command['type'] & ('transfer' | 'consulting')][] = [
    [can(call, 'transfer'), IconSquareRoundedArrowRight, 'seat.transferHere', 'transfer'],
    [can(call, 'consult'), IconUserQuestion, 'seat.consultHere', 'consulting'],
  ];
  return ways.map(([ok, icon, key, type]) => (ok && call ? <Entry key={type} icon={icon} text={t(key)} onClick={() => void run({ type, line: call.line, to: agent.extension })} /> : null));
}

/** Listening with the own softphone: the site's feature code before the extension. */
function Watches({ agent }: { agent: AgentRow }) {
  const { t } = useText();
  const may = useMay('calls.watch');
  const codes = useSeat((s) => s.codes);
  const { run } = usePhoneDesk();
  if (!may) return null;
  return MODES.map(([mode, icon, key]) =>
    codes[mode] ? <Entry key={mode} icon={icon} text={t(key, { name: agent.nickname || agent.name })} onClick={() => void run({ type: 'dial', to: codes[mode] + agent.extension })} /> : null,
  );
}
