import { useEffect, useState, useSyncExternalStore } from 'react';
import type { BrowserCall, CallView } from './browser-call';
import type { BrowserPhone } from './browser-phone';
import { measure } from './meter';
import { usePhone } from './provider';

/** This page as a phone, with the calls it has; renders again when one comes or goes. */
export function useBrowserPhone(): { phone: BrowserPhone; calls: readonly BrowserCall[] } {
  const phone = usePhone();
  const calls = useSyncExternalStore(
    (listener) => phone.subscribe(listener),
    () => phone.active,
  );
  return { phone, calls };
}

const nobody = () => () => undefined;

/** How a call stands; renders again when that changes. */
export function useBrowserCall(call: BrowserCall | undefined): CallView | undefined {
  return useSyncExternalStore(
    call ? (listener) => call.subscribe(listener) : nobody,
    () => call?.view,
  );
}

/** How loud a stream is, from 0 to 1, ten times a second; 0 without a stream. */
export function useLevel(stream: MediaStream | undefined): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!stream) return undefined;
    const meter = measure(stream);
    const timer = setInterval(() => setLevel(meter.level()), 100);
    return () => {
      clearInterval(timer);
      meter.close();
      setLevel(0);
    };
  }, [stream]);
  return level;
}
