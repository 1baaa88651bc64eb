import type { Key } from '@yobirin/kit';

/** A rule of passwords, and whether it is kept. */
export interface Rule {
  key: Key;
  kept: boolean;
}

/** The rules of J-AGENT-6 as the server checks them, and that both entries are alike. */
export function passwordRules(password: string, again: string): Rule[] {
  return [
    { key: 'me.password.rule.length', kept: new TextEncoder().encode(password).length >= 8 },
    { key: 'me.password.rule.digit', kept: /\p{Nd}/u.test(password) },
    { key: 'me.password.rule.upper', kept: /\p{Lu}/u.test(password) },
    { key: 'me.password.rule.lower', kept: /\p{Ll}/u.test(password) },
    { key: 'me.password.rule.same', kept: password !== '' && password === again },
  ];
}
