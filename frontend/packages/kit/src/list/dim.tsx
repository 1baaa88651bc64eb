import type { ReactNode } from 'react';
import classes from './list.module.css';

/** What matters less than what is beside it. */
export function Dim({ children }: { children: ReactNode }) {
  return <span className={classes.dim}>{children}</span>;
}
