import { useNavigate } from '@tanstack/react-router';
import { useMantineColorScheme } from '@mantine/core';
import { useOpenThread } from '@yobirin/feature-chat';
import { DIAL_COMBO, findTargets, isNumber, KEYPAD_COMBO, mainCall, offers, PHONE_COMBO, REDIAL_COMBO, usePhoneDesk } from '@yobirin/feature-phone';
import { formatPhone, LANGUAGES, parsePhone, switchLanguage, useText, useToast, useViewer, type Key } from '@yobirin/kit';
import { useRow, useRows } from '@yobirin/live';
import { useSeat, type Action } from '@yobirin/seat';
import { asProblem, setAgentStatus, setLanguage } from '@yobirin/wire';
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
  const { run, toField, closePanel, keypad, setKeypad } = usePhoneDesk();
  const on = useSeat((s) => s.phone.on);
  const last = useSeat((s) => s.lastDialed);
  const echo = useSeat((s) => s.codes.echo);
  const kind: Key = 'agent.palette.kind.phone';
  const focus = () => {
    side.show('phone');
    closePanel();
    toField();
  };
  return [
    { id: 'dial', text: t('agent.palette.field.focus'), kind, combo: DIAL_COMBO, run: focus },
    ...(last ? [{ id: 'redial', text: `${t('seat.redial')}: ${formatPhone(last)}`, kind, combo: REDIAL_COMBO, run: () => void run({ type: 'redial' }) }] : []),
    { id: 'keypad', text: t(keypad ? 'agent.palette.keypadOff' : 'agent.palette.keypadOn'), kind, combo: KEYPAD_COMBO, run: () => (side.show('phone'), setKeypad(!keypad)) },
    { id: 'power', text: t(on ? 'seat.powerOff' : 'seat.powerOn'), kind, combo: PHONE_COMBO, run: () => void run({ type: 'phoneOn', on: !on }) },
    ...useParkedEntries(),
    ...useCallerIDEntries(),
    ...(echo ? [{ id: 'echo', text: t('me.sound.echo'), kind, run: () => void run({ type: 'testCall' }) }] : []),
  ];
}

/** Parked callers, to be taken with this phone. */
function useParkedEntries(): Entry[] {
  const { t } = useText();
  const { run } = usePhoneDesk();
  const parked = useRows('parked');
  return [...parked.values()]
    .sort((a, b) => a.slot - b.slot)
    .map(({ slot, from }): Entry => {
      const name = from.withheld ? t('calls.withheld') : from.name || formatPhone(from.number) || t('calls.unknown');
      return { id: `parked-${slot}`, text: t('agent.palette.pickUp', { slot: String(slot), name }), kind: 'agent.palette.kind.phone', run: () => void run({ type: 'pickUp', slot }) };
    });
}

/** The numbers that calls from here may show, besides the one they show now. */
function useCallerIDEntries(): Entry[] {
  const { t } = useText();
  const { run } = usePhoneDesk();
  const numbers = useSeat((s) => s.numbers);
  const chosen = useSeat((s) => s.callerId);
  const none = useSeat((s) => s.noOutside);
  if (none) return [];
  return numbers
    .filter(({ id, default: usual }) => (chosen === '' ? !usual : id !== chosen))
    .map(({ id, name, number }): Entry => {
      const words = [name, formatPhone(number)].filter(Boolean).join(' ');
      return { id: `caller-${id}`, text: t('agent.palette.callerId', { number: words }), kind: 'agent.palette.kind.phone', run: () => void run({ type: 'chooseCallerID', id }) };
    });
}

function useStatusEntries(): Entry[] {
  const { t } = useText();
  const viewer = useViewer();
  const toast = useToast();
  const statuses = useRows('statuses');
  const groups = useRows('groups');
  const mine = useRow('agents', viewer.id)?.groups ?? [];
  const choose = (scope: string, status: string) => () => {
    setAgentStatus(viewer.id, scope, status).catch((error: unknown) => toast({ tone: 'error', text: t('status.failed', { detail: asProblem(error).message }) }));
  };
  const kind: Key = 'agent.palette.kind.status';
  const entry = (id: string, name: string): Entry => ({ id: `status-${id}`, text: t('agent.palette.statusTo', { status: name }), kind, run: choose('all', id) });
  const all = [{ id: 'available', name: t('state.available') }, ...statuses.values()];
  // With one group the whole is the group.
  const single = mine.length < 2 ? [] : mine.flatMap(({ id: group }) => {
    const name = groups.get(group)?.name;
    return name ? all.map((s): Entry => ({ id: `status-${group}-${s.id}`, text: t('agent.palette.statusIn', { group: name, status: s.name }), kind, run: choose(group, s.id) })) : [];
  });
  return [...all.map((s, i) => (i === 0 ? { ...entry(s.id, s.name), also: t('status.allAvailable'), combo: 'Alt+W' } : entry(s.id, s.name))), ...single];
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
  const { t, language } = useText();
  const { run } = usePhoneDesk();
  const { setColorScheme } = useMantineColorScheme();
  const speak = (next: (typeof LANGUAGES)[number]) => {
    void switchLanguage(next);
    // The choice works here at once, as in the menu.
    setLanguage(next).catch(() => undefined);
  };
  const kind: Key = 'agent.palette.kind.app';
  return [
    { id: 'show-phone', text: t('agent.palette.showPhone'), kind, combo: PANE_COMBOS.phone, run: () => side.show('phone') },
    { id: 'show-presence', text: t('agent.palette.showPresence'), kind, combo: PANE_COMBOS.presence, run: () => side.show('presence') },
    { id: 'show-chat', text: t('agent.palette.showChat'), kind, combo: PANE_COMBOS.chat, run: () => side.show('chat') },
    { id: 'fold', text: t(side.open ? 'nav.foldRight' : 'nav.unfoldRight'), kind, run: side.fold },
    ...LANGUAGES.filter((code) => code !== language).map((code): Entry => ({ id: `lang-${code}`, text: `${t('user.language')}: ${t(`lang.${code}`)}`, also: 'language 言語', kind, run: () => speak(code) })),
    ...(['light', 'dark', 'auto'] as const).map((scheme): Entry => ({ id: `theme-${scheme}`, text: t('agent.palette.theme', { name: t(`user.theme.${scheme}`) }), kind, run: () => setColorScheme(scheme) })),
    { id: 'log-out', text: t('user.logout'), kind, run: () => void run({ type: 'logOut' }) },
    { id: 'quit', text: t('agent.palette.quit'), kind, run: () => void run({ type: 'quit' }) },
  ];
}

/** Whom one can call, hand the call to or write to by what was typed: the number itself, and colleagues and groups. */
export function useCallees(typed: string): Entry[] {
  const { t } = useText();
  const viewer = useViewer();
  const { run } = usePhoneDesk();
  const agents = useRows('agents');
  const groups = useRows('groups');
  const call = useSeat((s) => mainCall(s.calls));
  const chat = useChatTo();
  if (typed.trim() === '') return [];
  const number = isNumber(typed) ? [{ id: 'number', text: t('agent.palette.dial', { number: formatPhone(parsePhone(typed)) }), kind: 'agent.palette.kind.phone' as Key, run: () => void run({ type: 'dial', to: typed }) }] : [];
  const people = findTargets(typed, { agents: agents.values(), groups: groups.values(), self: viewer.id }, true).slice(0, 6);
  const kind: Key = 'agent.palette.kind.person';
  const hands = HANDS.filter(({ action }) => call?.can.includes(action));
  return [
    ...number,
    ...people.flatMap(({ id, to, name, agent }): Entry[] => [
      { id, text: t('agent.palette.call', { name: `${name} ${to}` }), kind, run: () => void run({ type: 'dial', to }) },
      ...(call ? hands : []).map(({ type, label }): Entry => ({ id: `${type}-${id}`, text: t(label, { name: `${name} ${to}` }), kind, run: () => void run({ type, line: call!.line, to }) })),
      ...(agent ? [{ id: `chat-${id}`, text: t('agent.palette.chat', { name }), kind, run: () => chat(id) }] : []),
    ]),
  ];
}

/** How the call of this moment may be handed to whoever was found; what cannot be taken back is never the first. */
const HANDS: { type: 'transfer' | 'consulting'; action: Action; label: Key }[] = [
  { type: 'consulting', action: 'consult', label: 'agent.palette.consult' },
  { type: 'transfer', action: 'transfer', label: 'agent.palette.transfer' },
];

function useChatTo(): (agent: string) => void {
  const open = useOpenThread();
  const toast = useToast();
  return (agent) => void open(agent).catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }));
}
