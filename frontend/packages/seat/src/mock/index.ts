import { MockRest } from './rest';
import { boundSeat, MockSeat } from './seat';
import { MockSite } from './site';

export { PASSWORD } from './rest';
export { MockSeat } from './seat';
export { canDo, newCall } from './state';

/** What a test takes hold of as `window.mock`. */
export interface Mock {
  seat: MockSeat;
  site: MockSite;
  rest: MockRest;
  seen: { urls: string[]; notes: string[] };
  tell: (event: string, data?: unknown) => void;
}

declare global {
  interface Window {
    mock?: Mock;
  }
}

/** Puts a seat in memory, the Wails runtime and a server's REST into this page. Must run before anything asks for them. */
export function installMock(): Mock {
  const listeners = new Map<string, Set<(data: unknown) => void>>();
  const tell = (event: string, data?: unknown) => [...(listeners.get(event) ?? [])].forEach((listener) => listener(data));
  const site = new MockSite(tell);
  const seat: MockSeat = new MockSeat({ tell, named: site.named, park: site.park, pickUp: site.pickUp });
  const rest = new MockRest(seat, site);
  const seen = { urls: [] as string[], notes: [] as string[] };
  rest.install(window);
  window.go = { app: { Bridge: boundSeat(seat, site.live, seen) } };
  window.runtime = {
    EventsOn(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
  };
  window.mock = { seat, site, rest, seen, tell };
  const wants = new URLSearchParams(window.location.search).get('mock');
  // As in the app, the seat and the page speak the language that was last used here.
  if (localStorage.getItem('yobirin.language') === 'en') seat.change((s) => (s.language = 'en'));
  if (wants === 'unset') seat.change((s) => Object.assign(s.server, { url: '', phase: 'unset' }));
  const trouble = sessionStorage.getItem('mock.trouble');
  if (trouble) seat.change((s) => (s.server.trouble = { code: trouble, detail: 'x509: …' }));
  if (wants === 'managed') seat.change((s) => (s.server.managed = true));
  return window.mock;
}
