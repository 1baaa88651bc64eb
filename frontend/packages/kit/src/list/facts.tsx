import type { ReactNode } from 'react';
import classes from './list.module.css';

/** What there is to know of an open row, as names and values. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

/** One of them; `tool` is what can be done with it. */
export function Fact({ name, tool, children }: { name: string; tool?: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span>{children}</span>
        {tool}
      </dd>
    </>
  );
}
