import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface Props {
  title: string;
  note?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A titled area of a page; its body scrolls, its head stays. */
export function Panel({ title, note, tools, children, className }: Props) {
  return (
    <section className={[classes.panel, className].filter(Boolean).join(' ')} aria-label={title}>
      <header className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {note !== undefined ? <span className={classes.panelNote}>{note}</span> : null}
        {tools ? <div className={classes.panelTools}>{tools}</div> : null}
      </header>
      <div className={classes.panelBody}>{children}</div>
    </section>
  );
}
