import { IconArrowRight } from '@tabler/icons-react';
import { useRows, type AgentRow, type AgentState, type CallState, type StatusRow } from '@yobirin/live';
import { useText } from '../i18n';
import { agentLook, callLook, ink, statusIcon } from './look';
import classes from './state.module.css';

/** Small square of a group's or campaign's own colour, so that state colours stay readable beside it. */
export function TagSquare({ color }: { color: string | undefined }) {
  return <span className={classes.square} style={{ background: safeColor(color) }} aria-hidden />;
}

/** Dot of an agent status's own colour. */
export function StatusDot({ color }: { color: string | undefined }) {
  return <span className={classes.dot} style={{ background: safeColor(color) }} aria-hidden />;
}

/** A colour that came from the server is used only when it is one. */
export function safeColor(color: string | undefined): string {
  return color && /^#[0-9a-f]{3,8}$/i.test(color) ? color : 'var(--offline-fill)';
}

interface AgentMarkProps {
  state: AgentState;
  status?: StatusRow;
  /** Icon only; the word stays for screen readers and as a tooltip. */
  bare?: boolean;
  size?: number;
}

/** State of an agent: icon, colour and word together. */
export function AgentMark({ state, status, bare, size = 14 }: AgentMarkProps) {
  const { t } = useText();
  const look = agentLook[state];
  const resting = state === 'paused' || state === 'acw';
  const Glyph = resting && status ? statusIcon(status.icon) : look.icon;
  const word = resting && status ? status.name : t(look.label);
  return (
    <span className={classes.mark} style={{ color: ink(look.tone) }} data-pulse={state === 'ringing' || undefined} title={bare ? word : undefined}>
      <Glyph size={size} stroke={2} aria-hidden />
      {resting && status && !bare ? <StatusDot color={status.color} /> : null}
      <span className={bare ? 'sr-only' : classes.label}>{word}</span>
    </span>
  );
}

/** The status that an agent asked for during a call and will have after it. */
export function NextMark({ next }: { next: string | undefined }) {
  const { t } = useText();
  const statuses = useRows('statuses');
  if (next === undefined) return null;
  const status = statuses.get(next);
  const word = next === 'available' ? t(agentLook.available.label) : (status?.name ?? t(agentLook.paused.label));
  return (
    <span className={classes.next} title={t('status.next', { status: word })}>
      <IconArrowRight size={12} stroke={2} aria-hidden />
      {status ? <StatusDot color={status.color} /> : null}
      <span className="sr-only">{t('status.next', { status: word })}</span>
      <span className={classes.label} aria-hidden>
        {word}
      </span>
    </span>
  );
}

/** What the agent will be in all groups after the call, if that was asked for. */
export function nextOf(agent: AgentRow): string | undefined {
  const [first, ...rest] = agent.groups.map((g) => g.next);
  return rest.every((next) => next === first) ? first : undefined;
}

/** When the agent is available again by itself in the first of the groups (server's ms); undefined: not by itself, or it is not paused. */
export function backAt(agent: AgentRow): number | undefined {
  if (agent.state !== 'paused' && agent.state !== 'acw') return undefined;
  const ends = agent.groups.flatMap((g) => (g.until ? [g.until] : []));
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/** State of a call. */
export function CallMark({ state }: { state: CallState }) {
  const { t } = useText();
  const look = callLook[state];
  return (
    <span className={classes.mark} style={{ color: ink(look.tone) }} data-pulse={state === 'ringing' || undefined}>
      <look.icon size={14} stroke={2} aria-hidden />
      <span className={classes.label}>{t(look.label)}</span>
    </span>
  );
}

/** The status a paused agent is in, of all groups or of one. */
export function statusOf(agent: AgentRow, statuses: ReadonlyMap<string, StatusRow>, group?: string): StatusRow | undefined {
  const id = group === undefined ? agent.statusId : agent.groups.find((g) => g.id === group)?.statusId;
  return id ? statuses.get(id) : undefined;
}
