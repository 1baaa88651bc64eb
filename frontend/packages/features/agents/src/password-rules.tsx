import { IconCheck, IconPoint } from '@tabler/icons-react';
import { useText, type Key } from '@yobirin/kit';
import classes from './agents.module.css';

/** The rules of J-AGENT-6 as the server checks them. */
export function passwordRules(password: string): { key: Key; kept: boolean }[] {
  return [
    { key: 'agents.password.length', kept: new TextEncoder().encode(password).length >= 8 },
    { key: 'agents.password.digit', kept: /\p{Nd}/u.test(password) },
    { key: 'agents.password.upper', kept: /\p{Lu}/u.test(password) },
    { key: 'agents.password.lower', kept: /\p{Ll}/u.test(password) },
  ];
}

/** The rules, ticked off while one types. */
export function PasswordRules({ typed }: { typed: string }) {
  const { t } = useText();
  return (
    <ul className={classes.rules}>
      {passwordRules(typed).map(({ key, kept }) => {
        const Glyph = kept ? IconCheck : IconPoint;
        return (
          <li key={key} data-kept={kept || undefined}>
            <Glyph size={13} stroke={2.2} aria-hidden />
            {t(key)}
            <span className="sr-only">{t(kept ? 'agents.password.kept' : 'agents.password.broken')}</span>
          </li>
        );
      })}
    </ul>
  );
}
