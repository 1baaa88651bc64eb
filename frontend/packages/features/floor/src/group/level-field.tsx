import { useMay, useStop, useText, useToast } from '@yobirin/kit';
import type { AgentRow } from '@yobirin/live';
import { asProblem, setLevel } from '@yobirin/wire';
import { useRef, useState } from 'react';
import classes from './group.module.css';
import { readLevel } from './level';

interface Props {
  group: string;
  agent: AgentRow;
  level: number | undefined;
}

/**
 * スキルレベル, changed in its place: Enter or leaving the field sends it, Escape takes it back. It is shown as sent at
 * once, and as before when the server refuses.
 */
export function LevelField({ group, agent, level }: Props) {
  const { t } = useText();
  const toast = useToast();
  const stop = useStop();
  const may = useMay('levels.set');
  const [draft, setDraft] = useState<string>();
  /** What was sent, until the floor tells another level than the one that was there. */
  const [sent, setSent] = useState<{ to: number; over: number | undefined }>();
  const cancelled = useRef(false);
  const now = sent && level === sent.over ? sent.to : level;
  if (!may) return <span className={classes.right}>{level ?? '–'}</span>;
  const wrong = draft !== undefined && readLevel(draft) === undefined;
  const send = () => {
    const undone = cancelled.current;
    const to = draft === undefined || undone ? undefined : readLevel(draft);
    cancelled.current = false;
    setDraft(undefined);
    if (wrong && !undone) toast({ tone: 'error', text: t('floor.skillRange') });
    if (to === undefined || to === now) return;
    setSent({ to, over: level });
    setLevel(group, agent.id, to).catch((error: unknown) => {
      setSent(undefined);
      toast({ tone: 'error', text: t('floor.skillFailed', { name: agent.name, detail: asProblem(error).message }) });
    });
  };
  return (
    <input
      className={classes.level}
      tabIndex={stop}
      inputMode="numeric"
      autoComplete="off"
      maxLength={4}
      aria-label={t('floor.skillOf', { name: agent.name })}
      aria-invalid={wrong || undefined}
      title={wrong ? t('floor.skillRange') : undefined}
      data-sent={(sent && level === sent.over) || undefined}
      value={draft ?? (now === undefined ? '' : String(now))}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          cancelled.current = true;
        }
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && now !== undefined) {
          event.preventDefault();
          const from = readLevel(draft ?? String(now)) ?? now;
          setDraft(String(Math.min(99, Math.max(1, from + (event.key === 'ArrowUp' ? 1 : -1)))));
        }
      }}
    />
  );
}
