import { IconArrowRight } from '@tabler/icons-react';
import { codeText, useText } from '@yobirin/kit';
import type { CallEvent } from '@yobirin/wire';
import type { Names } from './event-text';
import classes from './ladder.module.css';

/** Why a member of a group was rung, or was not (server: journal.MemberReason). */
export interface Reason {
  agent: string;
  chosen: boolean;
  reason: string;
}

/** The reasons that an offer carries; none for direct calls and other events. */
export function reasonsOf(event: CallEvent): Reason[] {
  const why = event.kind === 'offered' ? event.data?.['why'] : undefined;
  if (!Array.isArray(why)) return [];
  return why.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { agent, chosen, reason } = entry as Partial<Reason>;
    return typeof agent === 'string' && typeof reason === 'string' ? [{ agent, reason, chosen: chosen === true }] : [];
  });
}

/** "Why did it ring there?": every member of the group with the reason, the rung ones first. */
export function Reasons({ reasons, names }: { reasons: readonly Reason[]; names: Names }) {
  const { t } = useText();
  return (
    <ul className={classes.reasons}>
      {reasons.map((entry) => (
        <li key={entry.agent} data-chosen={entry.chosen || undefined}>
          <span className={classes.rungMark}>
            {entry.chosen ? <IconArrowRight size={13} stroke={2.2} role="img" aria-label={t('why.rung')} /> : <span className="sr-only">{t('why.notRung')}</span>}
          </span>
          <span className={classes.member}>{names.agent(entry.agent) ?? entry.agent}</span>
          <span className={classes.reason}>{codeText('why', entry.reason, t)}</span>
        </li>
      ))}
    </ul>
  );
}
