import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { hasText, useText } from '@yobirin/kit';
import type { Trouble } from '@yobirin/seat';
import { useCallback } from 'react';
import classes from './phone.module.css';

/** What is wrong, and what to do about it. */
export interface Said {
  text: string;
  hint?: string;
}

/** The words for a trouble. A code newer than this page is shown as it is, with what is for IT. */
export function useTroubleText(): (trouble: Trouble) => Said {
  const { t } = useText();
  return useCallback(
    ({ code, detail, params }) => {
      // What the server refused for a reason that has words of its own is said in those.
      const reason = code === 'refused' && params?.['code'] && hasText(`trouble.${params['code']}`) ? params['code'] : code;
      const [key, todo] = [`trouble.${reason}`, `trouble.${reason}.do`];
      if (!hasText(key)) return { text: t('trouble.unknown', { code: detail ? `${code}: ${detail}` : code }) };
      return { text: t(key, params), hint: hasText(todo) ? t(todo, params) : undefined };
    },
    [t],
  );
}

/** A trouble in its place: words, what to do, and for IT the detail as a tooltip. */
export function TroubleLine({ trouble }: { trouble: Trouble }) {
  const { text, hint } = useTroubleText()(trouble);
  return (
    <div className={classes.trouble} role="alert" title={trouble.detail}>
      <IconAlertTriangleFilled size={15} aria-hidden />
      <span>
        <strong>{text}</strong> {hint}
      </span>
    </div>
  );
}
