import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useText, type Key } from '@yobirin/kit';
import type { Warning } from './ivr';
import classes from './ivrs.module.css';

/** A warning in words, at the place that it is about. */
export function useWarningText(): (warning: Warning) => string {
  const { t } = useText();
  return (warning) => t(keyOf(warning), { other: warning.other ?? '', key: warning.key ?? '', path: (warning.path ?? []).join(' → ') });
}

/** Some kinds say more when they name a place. */
function keyOf({ kind, path, key }: Warning): Key {
  if (kind === 'ends-busy' && (path?.length ?? 0) > 1) return 'ivrs.warn.ends-busy.path';
  if (kind === 'dead-key' && !key) return 'ivrs.warn.no-keys';
  return `ivrs.warn.${kind}`;
}

/** What is probably not meant so, each on a line. */
export function WarningLines({ warnings }: { warnings: readonly Warning[] | undefined }) {
  const text = useWarningText();
  if (!warnings || warnings.length === 0) return null;
  return (
    <ul className={classes.warnings}>
      {warnings.map((warning, i) => (
        <li key={i} data-kind={warning.kind} data-serious={warning.serious || undefined}>
          {warning.serious ? <IconAlertTriangle size={13} stroke={2} aria-hidden /> : <IconInfoCircle size={13} stroke={2} aria-hidden />}
          <span>{text(warning)}</span>
        </li>
      ))}
    </ul>
  );
}
