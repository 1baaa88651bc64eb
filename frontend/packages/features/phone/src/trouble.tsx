import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { formatPhone, hasText, useText, type Text } from '@yobirin/kit';
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
      const values = valuesOf(params, t);
      return { text: t(key, values), hint: hasText(todo) ? t(todo, values) : undefined };
    },
    [t],
  );
}

/** What fills the text's places. A caller without a name is called by the number, one without both is unknown. */
function valuesOf(params: Trouble['params'], t: Text): Record<string, string> {
  if (!params || !('number' in params)) return params ?? {};
  return { ...params, name: params['withheld'] ? t('calls.withheld') : params['name'] || formatPhone(params['number']) || t('calls.unknown') };
}

/** A trouble in its place: words, what to do, and all of it with the detail for IT as a tooltip. */
export function TroubleLine({ trouble }: { trouble: Trouble }) {
  const { text, hint } = useTroubleText()(trouble);
  return (
    <div className={classes.trouble} role="alert" title={[text, hint, trouble.detail].filter(Boolean).join('\n')}>
      <IconAlertTriangleFilled size={15} aria-hidden />
      <span>
        <strong>{text}</strong> {hint}
      </span>
    </div>
  );
}
