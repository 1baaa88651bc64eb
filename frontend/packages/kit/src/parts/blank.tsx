import { Button } from '@mantine/core';
import { IconInbox, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n';
import classes from './parts.module.css';

/** An area with nothing in it: what is missing, and what to do next. */
export function Blank({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className={classes.blank} role="status">
      <IconInbox className={classes.blankIcon} size={24} stroke={1.4} aria-hidden />
      <span className={classes.blankTitle}>{title}</span>
      {hint ? <span>{hint}</span> : null}
      {children}
    </div>
  );
}

interface FailureProps {
  /** True when the server did not answer at all. */
  unreachable: boolean;
  detail: string;
  onRetry: () => void;
}

/** An area that could not be loaded. */
export function Failure({ unreachable, detail, onRetry }: FailureProps) {
  const { t } = useText();
  return (
    <div className={classes.blank} role="alert">
      <IconPlugConnectedX className={classes.blankIcon} size={24} stroke={1.4} aria-hidden />
      <span className={classes.blankTitle}>{t(unreachable ? 'part.unreachable' : 'part.failed')}</span>
      <span>{unreachable ? t('part.unreachableHint') : detail}</span>
      <Button size="xs" variant="default" onClick={onRetry}>
        {t('part.retry')}
      </Button>
    </div>
  );
}

/** Grey lines in the place of rows that are being loaded, of the same height as the rows. */
export function Loading({ rows = 6, height = 34 }: { rows?: number; height?: number }) {
  const { t } = useText();
  return (
    <div role="status" aria-label={t('app.loading')}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ height, display: 'flex', alignItems: 'center', padding: '0 12px' }}>
          <div className={classes.skeleton} style={{ width: `${68 - ((i * 17) % 40)}%` }} />
        </div>
      ))}
    </div>
  );
}
