import { useNavigate } from '@tanstack/react-router';
import { useMantineColorScheme } from '@mantine/core';
import { DIAL_COMBO, findTargets, isNumber, offers, PHONE_COMBO, REDIAL_COMBO, usePhoneDesk } from '@yobirin/feature-phone';
import { formatPhone, parsePhone, useText, useToast, useViewer, type Key } from '@yobirin/kit';
import { useRows } from '@yobirin/live';
import { useSeat } from '@yobirin/seat';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { tabsFor } from '../shell/nav';
import { PANE_COMBOS } from '../shell/right-pane';
import type { Side } from '../shell/side';

/** One thing that the palette can do. */
export interface Entry {
  id: string;
  text: string;
  /** More words it is found by. */
  also?: string;
  kind: Key;
  combo?: string;
  run: () => void;
}

/** Everything that can be done now, in the order of nearness: the call, the phone, statuses, pages, the app. */
export function useEntries(side: Side): Entry[] {
  return [...useCallEntries(), ...usePhoneEntries(side), ...useStatusEntries(), ...usePageEntries(), ...useAppEntries(side)];
}

function useCallEntries(): Entry[] {
  const { t } = useText();
  const { act } = usePhoneDesk();
  const calls = useSeat((s) => s.calls);
  return offers(calls).map(({ id, combo, label, deed }) => ({ id: `call-${id}`, text: t(label), kind: 'agent.palette.kind.call', combo, run: () => act(deed) }));
}

function usePhoneEntries(side: Side): Entry[] {
  const { t } = useText();
  const { run, field, closePanel } = usePhoneDesk();
  const on = useSeat((s) => s.phone.on);
  const last = useSeat((s) => s.lastDialed);
  const kind: Key = 'agent.palette.kind.phone';
  const focus = () => {
    side.show('phone');
    closePanel();
    requestAnimationFrame(() => field.current?.focus());
  };
  return [
    { id: 'dial', text: t('agent.palette.field.focus'), kind, combo: DIAL_COMBO, run: focus },
    ...(last ? [{ id: 'redial', text: `${t('seat.redial')}: ${formatPhone(last)}`, kind, combo: REDIAL_COMBO, run: () => void run({ type: 'redial' }) }] : []),
    { id: 'power', text: t(on ? 'seat.powerOff' : 'seat.powerOn'), kind, combo: PHONE_COMBO, run: () => void run({ type: 'phoneOn', on: !on }) },
  ];
}

function useStatusEntries(): Entry[] {
  const { t } = useText();
  const viewer = useViewer();
  const toast = useToast();
  const statuses = useRows('statuses');
  const choose = (status: string) => () => {
    setAgentStatus(viewer.id, 'all', status).catch((error: unknown) => toast({ tone: 'error', text: t('status.failed', { detail: asProblem(error).message }) }));
  };
  const entry = (id: string, name: string): Entry => ({ id: `status-${id}`, text: t('agent.palette.statusTo', { status: name }), kind: 'agent.palette.kind.status', run: choose(id) });
  return [{ ...entry('available', t('state.available')), also: t('status.allAvailable'), combo: 'Alt+W' }, ...[...statuses.values()].map((s) => entry(s.id, s.name))];
}

function usePageEntries(): Entry[] {
  const { t } = useText();
  const navigate = useNavigate();
  const { permissions } = useViewer();
  return tabsFor((permission) => permissions.includes(permission)).flatMap((tab) =>
    tab.pages.map((page): Entry => ({ id: page.path, text: t(page.label), also: t(tab.label), kind: 'agent.palette.kind.page', run: () => void navigate({ to: page.path }) })),
  );
}

function useAppEntries(side: Side): Entry[] {
  const { t } = useText();
  const { run } = usePhoneDesk();
  const { setColorScheme } = useMantineColorScheme();
  const kind: Key = 'agent.palette.kind.app';
  return [
    { id: 'show-phone', text: t('agent.palette.showPhone'), kind, combo: PANE_COMBOS.phone, run: () => side.show('phone') },
    { id: 'show-presence', text: t('agent.palette.showPresence'), kind, combo: PANE_COMBOS.presence, run: () => side.show('presence') },
    { id: 'show-chat', text: t('agent.palette.showChat'), kind, combo: PANE_COMBOS.chat, run: () => side.show('chat') },
    ...(['light', 'dark', 'auto'] as const).map((scheme): Entry => ({ id: `theme-${scheme}`, text: t('agent.palette.theme', { name: t(`user.theme.${scheme}`) }), kind, run: () => setColorScheme(scheme) })),
    { id: 'log-out', text: t('user.logout'), kind, run: () => void run({ type: 'logOut' }) },
    { id: 'quit', text: t('agent.palette.quit'), kind, run: () => void run({ type: 'quit' }) },
  ];
}

/** Whom one can call by what was typed: the number itself, and colleagues and groups. */
export function useCallees(typed: string): Entry[] {
  const { t } = useText();
  const viewer = useViewer();
  const { run } = usePhoneDesk();
  const agents = useRows('agents');
  const groups = useRows('groups');
  if (typed.trim() === '') return [];
  const number = isNumber(typed) ? [{ id: 'number', text: t('agent.palette.dial', { number: formatPhone(parsePhone(typed)) }), kind: 'agent.palette.kind.phone' as Key, run: () => void run({ type: 'dial', to: typed }) }] : [];
  const people = findTargets(typed, { agents: agents.values(), groups: groups.values(), self: viewer.id }, true).slice(0, 6);
  return [
    ...number,
    ...people.map(({ id, to, name }): Entry => ({ id, text: t('agent.palette.call', { name: `${name} ${to}` }), kind: 'agent.palette.kind.person', run: () => void run({ type: 'dial', to }) })),
  ];
}
