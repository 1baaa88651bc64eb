import { useText } from '../i18n';
import { textOf } from './problems';
import classes from './record.module.css';
import type { Refused } from './types';

/** Records that a change of many left as they were, and why. */
export function RefusedList({ refused, more }: { refused: readonly Refused[]; more: number | undefined }) {
  const { t, language } = useText();
  return (
    <>
      <ul className={classes.refused} tabIndex={0}>
        {refused.map((one) => (
          <li key={one.id}>
            <strong>{one.title || one.id}</strong>
            <span>{one.code === 'in_use' ? (one.errors ?? []).map((e) => e.message).join(', ') || one.detail : (one.errors ?? []).map((e) => textOf(e, language)).join(' ') || one.detail}</span>
          </li>
        ))}
      </ul>
      {more ? <p className={classes.dim}>{t('record.moreOf', { count: more.toLocaleString(language) })}</p> : null}
    </>
  );
}
