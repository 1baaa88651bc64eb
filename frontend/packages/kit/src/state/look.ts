import {
  IconAlertTriangleFilled, IconBellRinging, IconBook2, IconCar, IconCircleCheckFilled, IconCircleDashed, IconCircleMinus, IconClock, IconCoffee,
  IconDialpad, IconFileText, IconFlag, IconHeadset, IconHeart, IconHome, IconHourglassHigh, IconMail, IconMoon, IconParking, IconPencil, IconPhoneCalling, IconPhoneFilled, IconPhoneOff, IconPlayerPauseFilled, IconToolsKitchen2, IconSchool, IconSoup, IconTool, IconUsers, IconWalk, type Icon,
} from '@tabler/icons-react';
import type { AgentState, CallState } from '@yobirin/live';
import type { Key } from '../i18n';

/** The seven colours of state. */
export type Tone = 'available' | 'ringing' | 'talking' | 'holding' | 'paused' | 'offline' | 'error';

interface Look {
  tone: Tone;
  icon: Icon;
  label: Key;
}

/** Colour, icon and word of each state of an agent: the only place that decides them. */
export const agentLook: Record<AgentState, Look> = {
  available: { tone: 'available', icon: IconCircleCheckFilled, label: 'state.available' },
  ringing: { tone: 'ringing', icon: IconBellRinging, label: 'state.ringing' },
  talking: { tone: 'talking', icon: IconPhoneFilled, label: 'state.talking' },
  holding: { tone: 'holding', icon: IconPlayerPauseFilled, label: 'state.holding' },
  paused: { tone: 'paused', icon: IconCircleMinus, label: 'state.paused' },
  acw: { tone: 'paused', icon: IconPencil, label: 'state.acw' },
  offline: { tone: 'offline', icon: IconCircleDashed, label: 'state.offline' },
  error: { tone: 'error', icon: IconAlertTriangleFilled, label: 'state.error' },
};

/** The same for calls. */
export const callLook: Record<CallState, Look> = {
  ringing: { tone: 'ringing', icon: IconBellRinging, label: 'state.ringing' },
  ivr: { tone: 'paused', icon: IconDialpad, label: 'state.ivr' },
  waiting: { tone: 'ringing', icon: IconHourglassHigh, label: 'state.waiting' },
  talking: { tone: 'talking', icon: IconPhoneFilled, label: 'state.talking' },
  holding: { tone: 'holding', icon: IconPlayerPauseFilled, label: 'state.holding' },
  parked: { tone: 'holding', icon: IconParking, label: 'state.parked' },
  callback: { tone: 'paused', icon: IconPhoneCalling, label: 'state.callback' },
  ended: { tone: 'offline', icon: IconPhoneOff, label: 'state.ended' },
};

/** Order in which a supervisor looks for agents: what needs eyes first. */
export const AGENT_STATES: readonly AgentState[] = ['error', 'ringing', 'talking', 'holding', 'acw', 'paused', 'available', 'offline'];

/** Icons that a status may have, by the names that the server keeps. */
const chosenIcons: Record<string, Icon> = {
  coffee: IconCoffee, lunch: IconToolsKitchen2, soup: IconSoup, meeting: IconUsers, training: IconBook2, school: IconSchool, pencil: IconPencil, clock: IconClock,
  mail: IconMail, file: IconFileText, headset: IconHeadset, tool: IconTool, car: IconCar, walk: IconWalk, home: IconHome, heart: IconHeart, moon: IconMoon, flag: IconFlag,
};
const statusIcons: Record<string, Icon> = { ...chosenIcons, meal: IconToolsKitchen2, users: IconUsers };

/** The names to choose from. */
export const STATUS_ICONS: readonly string[] = Object.keys(chosenIcons);

/** Icon of an agent status by the name it was given; a plain minus for names this page does not know. */
export function statusIcon(name: string | undefined): Icon {
  return (name && statusIcons[name]) || IconCircleMinus;
}

/** Colour of text or shapes in a tone. */
export const ink = (tone: Tone) => `var(--${tone}-ink)`;
export const fill = (tone: Tone) => `var(--${tone}-fill)`;
export const wash = (tone: Tone) => `var(--${tone}-wash)`;
