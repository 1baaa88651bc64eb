/** Where a popup page is shown: on a page of this app, or in the system's browser. */
export type Place = { kind: 'page'; path: string } | { kind: 'browser'; url: string } | { kind: 'nowhere' };

/** Pages of the server that this app has too, by their path. */
const KNOWN = [/^\/history(?:\/[\w-]+)?$/];

/**
 * A page becomes a tab only when it is a page of this site that the app shows itself. Anybody else's page opens in the
 * system's browser: a frame inside the app could call what Go has bound for this page (WebKit tells Go only the address
 * of the whole window, not of the frame), and most customers' systems forbid to be framed anyway.
 */
export function placeOf(text: string, server: string): Place {
  let url: URL;
  try {
    url = new URL(text, server || undefined);
  } catch {
    return { kind: 'nowhere' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'nowhere' };
  const own = server !== '' && url.origin === new URL(server).origin;
  if (own && KNOWN.some((known) => known.test(url.pathname))) return { kind: 'page', path: url.pathname };
  return { kind: 'browser', url: url.href };
}
