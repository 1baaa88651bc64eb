import type { Bridge } from './bridge';

/** The shape of a WebSocket as the live store wants it (packages/live: Wire). */
interface Wire {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** Close code of a socket that never opened. */
const NEVER_OPENED = 1006;

/**
 * The live socket, which is Go's: no token is in the page. Opened anew, it begins with a snapshot. One wire at a time:
 * a closed one hears nothing more.
 */
export function liveWire(bridge: Bridge): Wire {
  const leave: (() => void)[] = [];
  const end = () => leave.splice(0).forEach((off) => off());
  const wire: Wire = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => void bridge.liveSend(text).catch(() => undefined),
    close() {
      if (leave.length === 0) return;
      end();
      void bridge.liveClose().catch(() => undefined);
    },
  };
  const closed = (code: number) => {
    if (leave.length === 0) return;
    end();
    wire.onclose?.({ code });
  };
  leave.push(
    bridge.on('live.open', () => wire.onopen?.()),
    bridge.on('live.message', (data) => wire.onmessage?.({ data })),
    bridge.on('live.close', closed),
  );
  bridge.liveOpen().catch(() => closed(NEVER_OPENED));
  return wire;
}
