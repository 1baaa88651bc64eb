import { Menu } from '@mantine/core';
import { IconDeviceLandlinePhone, IconHeadset } from '@tabler/icons-react';
import { useAgentMenuExtra, useMay, useText, useToast, useViewer } from '@yobirin/kit';
import { useRow, type AgentRow } from '@yobirin/live';
import { asProblem, orderCall } from '@yobirin/wire';
import { WatchItems } from './call-menu';
import { useListening } from './provider';

/** Presence actions on an agent (C-OPS-1): what the app adds, call it, listen to it. What the viewer may not is not there. */
export function AgentActions({ agent }: { agent: AgentRow }) {
  const { t } = useText();
  const viewer = useViewer();
  const toast = useToast();
  const listening = useListening();
  const self = useRow('agents', viewer.id);
  const extra = useAgentMenuExtra();
  const mayCall = useMay('calls.make') && agent.extension !== '';
  if (agent.id === viewer.id || (!agent.extension && !extra)) return null;
  const name = agent.nickname || agent.name;
  const order = () =>
    orderCall(agent.extension).then(
      () => toast({ tone: 'info', text: t('act.calling', { name }) }),
      (error: unknown) => toast({ tone: 'error', text: t('phone.failed', { detail: asProblem(error).message }) }),
    );
  return (
    <>
      <Menu.Label>{name}</Menu.Label>
      {extra?.(agent)}
      {agent.extension ? <WatchItems agent={agent} /> : null}
      {mayCall && listening ? (
        <Menu.Item leftSection={<IconHeadset size={15} stroke={1.8} aria-hidden />} onClick={() => listening.dial(agent.extension, name)}>
          {t('act.callHere')}
        </Menu.Item>
      ) : null}
      {mayCall ? (
        <Menu.Item leftSection={<IconDeviceLandlinePhone size={15} stroke={1.8} aria-hidden />} disabled={!hasPhone(self)} title={hasPhone(self) ? undefined : t('act.noPhone')} onClick={() => void order()}>
          {t('act.call')}
        </Menu.Item>
      ) : null}
    </>
  );
}

/** Whether a desk phone of the agent can ring. */
export const hasPhone = (agent: AgentRow | undefined) => agent !== undefined && agent.state !== 'offline' && agent.state !== 'error';
