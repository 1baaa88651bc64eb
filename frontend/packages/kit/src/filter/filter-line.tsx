import { IconFilterOff } from '@tabler/icons-react';
import { Children, useRef, type ReactNode } from 'react';
import { useText } from '../i18n';
import { IconButton } from '../parts';
import classes from './filter.module.css';

/** More than these find no room beside a title. */
const FEW = 6;

/** The filters of a list on one line; `onClear` takes them all off. Its button keeps its place, so nothing moves. */
export function FilterLine({ active, onClear, children }: { active: boolean; onClear: () => void; children: ReactNode }) {
  const { t } = useText();
  const chips = useRef<HTMLDivElement>(null);
  return (
    <div className={classes.line} role="search" aria-label={t('filter.line')} data-many={Children.count(children) > FEW || undefined}>
      <div ref={chips} className={classes.chips}>{children}</div>
      <IconButton
        icon={IconFilterOff}
        name={t('filter.clear')}
        disabled={!active}
        onClick={() => {
          chips.current?.querySelector<HTMLElement>('input, button')?.focus(); // it can have no focus from now on
          onClear();
        }}
      />
    </div>
  );
}
