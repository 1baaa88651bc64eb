import type { ReactNode } from 'react';
import { useText } from '../i18n';
import classes from './filter.module.css';

/** The filters of a list on one line; `onClear` takes them all off and is shown when there are any. */
export function FilterLine({ active, onClear, children }: { active: boolean; onClear: () => void; children: ReactNode }) {
  const { t } = useText();
  return (
    <div className={classes.line} role="search" aria-label={t('filter.line')}>
      {children}
      {active ? (
        <button type="button" className={classes.clearAll} onClick={onClear}>
          {t('filter.clear')}
        </button>
      ) : null}
    </div>
  );
}
