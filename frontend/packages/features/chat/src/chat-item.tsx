import { Menu } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import { useText, useToast, useViewer } from '@yobirin/kit';
import type { AgentRow } from '@yobirin/live';
import { asProblem } from '@yobirin/wire';
import { useOpenThread } from './provider';

/** Presence action on an agent: chat (C-OPS-1). */
export function ChatItem({ agent }: { agent: AgentRow }) {
  const { t } = useText();
  const viewer = useViewer();
  const toast = useToast();
  const open = useOpenThread();
  if (agent.id === viewer.id || !viewer.permissions.includes('chat.use')) return null;
  const onClick = () => void open(agent.id).catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }));
  return (
    <Menu.Item leftSection={<IconMessage size={15} stroke={1.8} aria-hidden />} onClick={onClick}>
      {t('chat.act')}
    </Menu.Item>
  );
}
