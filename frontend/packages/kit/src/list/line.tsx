import type { ReactNode } from 'react';
import classes from './list.module.css';

/** A cell's icon and words on one line, cut where there is no room; `title` says all of it. */
export function Line({ bad, title, children }: { bad?: boolean; title?: string; children: ReactNode }) {
  return (
    <span className={classes.line} data-bad={bad || undefined} title={title}>
      {children}
    </span>
  );
}
