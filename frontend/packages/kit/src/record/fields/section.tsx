import type { ReactNode } from 'react';
import classes from './fields.module.css';

interface Props {
  /** Without one the fields stand under the heading that is there already. */
  title?: string;
  hint?: string;
  /** One field a line in place of columns. */
  wide?: boolean;
  children: ReactNode;
}

/** Fields that belong together, in columns. */
export function FormSection({ title, hint, wide, children }: Props) {
  return (
    <section className={classes.section} aria-label={title}>
      {title ? <h3 className={classes.sectionTitle}>{title}</h3> : null}
      {hint ? <p className={classes.sectionHint}>{hint}</p> : null}
      <div className={classes.grid} data-wide={wide || undefined}>
        {children}
      </div>
    </section>
  );
}

/** A field that takes the whole width of its section. */
export function Wide({ children }: { children: ReactNode }) {
  return <div className={classes.full}>{children}</div>;
}

/** A value that is shown and not edited. */
export function Shown({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className={classes.shown}>
      <span className={classes.label}>{label}</span>
      <span className={classes.shownValue}>{children}</span>
      {hint ? <span className={classes.hint}>{hint}</span> : null}
    </div>
  );
}
