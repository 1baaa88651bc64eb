import type { ReactNode } from 'react';
import classes from './me.module.css';

/** A page of settings: its title, and what scrolls under it. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.page} tabIndex={-1}>
      <h1>{title}</h1>
      {children}
    </div>
  );
}
