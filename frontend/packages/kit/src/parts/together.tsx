import type { ReactNode } from 'react';
import classes from './parts.module.css';

/** Parts that are loaded each for itself and shown together, so that none pushes the others away. One that waits has `data-waiting`. */
export function Together({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={[classes.together, className].filter(Boolean).join(' ')}>{children}</div>;
}
