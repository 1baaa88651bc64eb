import { hasText, useText } from '../i18n';
import { textOf } from './problems';
import classes from './record.module.css';
import type { Refused } from './types';

/** Records that a change of many left as they were, and why. */
export function RefusedList({ refused, more }: { refused: readonly Refused[]; more: number | undefined }) {
  const { t, language } = useText();
  const why = ({ code, errors, detail }: Refused) => {
    const own = `record.why.${code ?? ''}`;
    if (hasText(own)) return t(own);
    return (errors ?? []).map((e) => (code === 'in_use' ? e.message : textOf(e, language))).join(code === 'in_use' ? ', ' : ' ') || detail;
  };
  return (
    <>
      <ul className={classes.refused} tabIndex={0}>
        {refused.map((one) => (
          <li key={one.id}>
            <strong>{one.title || one.id}</strong>
            <span>{why(one)}</span>
          </li>
        ))}
      </ul>
      {more ? <p className={classes.dim}>{t('record.moreOf', { count: more.toLocaleString(language) })}</p> : null}
    </>
  );
}
