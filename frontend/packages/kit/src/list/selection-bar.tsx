import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n';
import { IconButton } from '../parts';
import classes from './list.module.css';

interface Props {
  /** What the buttons are for, for who cannot see them. */
  label: string;
  count: number;
  /** Beside the count. */
  note?: ReactNode;
  onClear: () => void;
  /** Buttons. */
  children: ReactNode;
}

/** How many rows are checked and what can be done with them, over the foot of the list. */
export function SelectionBar({ label, count, note, onClear, children }: Props) {
  const { t, language } = useText();
  return (
    <div className={classes.bar} role="toolbar" aria-label={label}>
      <span className={classes.barCount} role="status">
        {t('record.checked', { count: count.toLocaleString(language) })}
      </span>
      {note}
      <span className={classes.barTools}>
        {children}
        <IconButton
          icon={IconX}
          name={t('record.uncheck')}
          onClick={() => {
            onClear();
            // Its own button goes with the bar.
            document.getElementById('page')?.querySelector<HTMLElement>('[role=row][tabindex="0"]')?.focus();
          }}
        />
      </span>
    </div>
  );
}
