import { useDocument, type NounWords, type ReadDocument } from '@yobirin/kit/record';

type Values = Record<string, unknown>;

const SITE = { path: '/api/v1/settings', noun: 'settings' };

/** The site's own settings, of which idle time and tries are a part. */
export const useSite = (): ReadDocument => useDocument(SITE);

/** A change without what the server only tells. */
export function givable(patch: Values): Values {
  const { oidc, ...rest } = patch;
  if (typeof oidc !== 'object' || oidc === null) return rest;
  return { ...rest, oidc: Object.fromEntries(Object.entries(oidc).filter(([name]) => name !== 'hasSecret')) };
}

const LOGINS = { path: '/api/v1/settings/access', noun: 'access-settings', given: givable };

/** What is asked of those who log in. The secret is never told: the form begins without one. */
export const useLogins = (): ReadDocument => useDocument(LOGINS);

/** What the fields are called where changes are told. */
export const WORDS: Omit<NounWords, 'name'> = {
  fields: {
    loginAttempts: 'access.attempts', sessionIdle: 'access.idle', totpFor: 'access.totpFor', passwords: 'access.passwords', 'oidc.issuer': 'access.oidc.issuer', 'oidc.clientId': 'access.oidc.clientId',
    'oidc.secret': 'access.oidc.secret', 'oidc.claim': 'access.oidc.claim', 'oidc.button': 'access.oidc.button',
  },
  valueText: (field, value, t) => {
    if (field === 'totpFor' && (value === 'none' || value === 'administrators' || value === 'supervisors' || value === 'all')) return t(`access.totpFor.${value}`);
    return field === 'passwords' && (value === 'all' || value === 'administrators') ? t(`access.passwords.${value}`) : undefined;
  },
};
