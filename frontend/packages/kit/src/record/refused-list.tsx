import { hasText, useText } from '../i18n';
import { textOf } from './problems';
import classes from './record.module.css';
import type { ProblemField, Refused } from './types';
import { useFieldName, type NounWords } from './value-text';

/** Records that a change left as they were, and why: which field, with what value, and what is wrong with it. */
export function RefusedList({ noun, refused, more }: { noun: NounWords; refused: readonly Refused[]; more: number | undefined }) {
  const { t, language } = useText();
  const nameOf = useFieldName(noun);
  /** A field by its whole path, as in "oidc.issuer", else by the field that it is in. */
  const named = (location: string) => (nameOf(location) === location ? nameOf(location.split(/[.[]/)[0]!) : nameOf(location));
  const place = ({ location = '', value }: ProblemField) => {
    const field = location.split(/[.[]/)[0]!;
    return field === '' ? '' : `${nameOf(field)}${typeof value === 'string' && value !== '' ? t('record.quoted', { value }) : ''}: `;
  };
  const why = ({ code, errors, detail }: Refused) => {
    const own = `record.why.${code ?? ''}`;
    if (hasText(own)) {
      const fields = [...new Set((errors ?? []).flatMap(({ location }) => (location ? [named(location)] : [])))];
      return fields.length > 0 ? t('record.whyOf', { why: t(own), fields: fields.join(', ') }) : t(own);
    }
    return (errors ?? []).map((e) => (code === 'in_use' ? e.message : place(e) + textOf(e, language))).join(code === 'in_use' ? ', ' : ' ') || detail;
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
