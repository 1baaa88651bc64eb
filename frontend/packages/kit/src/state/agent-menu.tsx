import { Menu } from '@mantine/core';
import { useRow, type AgentRow } from '@yobirin/live';
import { createContext, use, useCallback, useState, type MouseEvent, type ReactNode } from 'react';
import { useText } from '../i18n';
import { NextMark, nextOf } from './marks';
import { StatusChoices } from './status-choices';

type Open = (id: string, event: MouseEvent<HTMLElement>) => void;
const OpenContext = createContext<Open | undefined>(undefined);

const ExtraContext = createContext<((agent: AgentRow) => ReactNode) | undefined>(undefined);

/** Items that menus on an agent below have first, whichever feature shows them: an app's way to offer what a feature does not know. */
export const AgentMenuExtra = ExtraContext;

interface Props {
  /** False: nothing opens. */
  allowed: boolean;
  /** False: the viewer may not change the status of others. */
  statuses?: boolean;
  /** More items, above the statuses. */
  actions?: (agent: AgentRow) => ReactNode;
  onChoose: (agent: string, status: string) => void;
  children: ReactNode;
}

interface Place {
  id: string;
  from: HTMLElement;
  box: DOMRect;
}

/** One menu for all agents shown inside: a menu in each of 2,000 tiles would cost more than the tiles. */
export function AgentMenuHost({ allowed, statuses = true, actions, onChoose, children }: Props) {
  const [place, setPlace] = useState<Place>();
  const open = useCallback<Open>((id, event) => {
    const from = event.currentTarget;
    setPlace({ id, from, box: from.getBoundingClientRect() });
  }, []);
  const close = () => {
    place?.from.focus({ preventScroll: true });
    setPlace(undefined);
  };
  return (
    <OpenContext value={allowed ? open : undefined}>
      {children}
      {place ? (
        <Menu opened onChange={(opened) => !opened && close()} position="bottom-start" offset={2} width={230} returnFocus={false}>
          <Menu.Target>
            <span
              aria-hidden
              style={{ position: 'fixed', left: place.box.left, top: place.box.top, width: place.box.width, height: place.box.height, pointerEvents: 'none' }}
            />
          </Menu.Target>
          <Menu.Dropdown>
            <Items id={place.id} statuses={statuses} actions={actions} onChoose={onChoose} />
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </OpenContext>
  );
}

function Items({ id, statuses, actions, onChoose }: Pick<Props, 'statuses' | 'actions' | 'onChoose'> & { id: string }) {
  const { t } = useText();
  const agent = useRow('agents', id);
  if (!agent) return null;
  return (
    <>
      {actions?.(agent)}
      {statuses ? (
        <>
          <Menu.Label>
            {t('status.changeOf', { name: agent.name })} <NextMark next={nextOf(agent)} />
          </Menu.Label>
          <StatusChoices current={agent.statusId ?? 'available'} onChoose={(status) => onChoose(id, status)} />
        </>
      ) : null}
    </>
  );
}

/** The items that the app adds to menus on an agent. */
export function useAgentMenuExtra(): ((agent: AgentRow) => ReactNode) | undefined {
  return use(ExtraContext);
}

/** Opens the menu of an agent; undefined when the viewer may not. */
export function useAgentMenu(): Open | undefined {
  return use(OpenContext);
}
