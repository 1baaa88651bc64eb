import { Menu } from '@mantine/core';
import { useRows } from '@yobirin/live';
import { useMemo } from 'react';
import { statusIcon } from './look';
import { AgentMark, StatusDot } from './marks';

/** Items of a Menu: the choices of a status: available and every agent status. `current` is marked. */
export function StatusChoices({ current, onChoose }: { current: string; onChoose: (status: string) => void }) {
  const rows = useRows('statuses');
  const statuses = useMemo(() => [...rows.values()].filter((status) => !status.retired), [rows]);
  return (
    <>
      <Menu.Item fw={current === 'available' ? 700 : undefined} onClick={() => onChoose('available')} aria-current={current === 'available' || undefined}>
        <AgentMark state="available" />
      </Menu.Item>
      {statuses.length > 0 ? <Menu.Divider /> : null}
      {statuses.map((status) => {
        const Glyph = statusIcon(status.icon);
        return (
          <Menu.Item
            key={status.id}
            leftSection={<Glyph size={15} stroke={1.8} aria-hidden />}
            rightSection={<StatusDot color={status.color} />}
            fw={current === status.id ? 700 : undefined}
            aria-current={current === status.id || undefined}
            onClick={() => onChoose(status.id)}
          >
            {status.name}
          </Menu.Item>
        );
      })}
    </>
  );
}
