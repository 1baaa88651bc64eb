// The page of TestChromium: a real browser on the front end's own phone. The test says what to do by one request
// after another; what came of it goes back as the next request's body.
import { BrowserPhone, browserDevices, playAloud } from '../../../../frontend/packages/live/src/browser-phone';
import type { BrowserCall } from '../../../../frontend/packages/live/src/browser-call';
import { Clock } from '../../../../frontend/packages/live/src/clock';
import { measure } from '../../../../frontend/packages/live/src/meter';
import { LiveSocket, type Wire } from '../../../../frontend/packages/live/src/socket';
import { LiveStore } from '../../../../frontend/packages/live/src/store';

let wire: WebSocket;
const open = () => (wire = new WebSocket(`ws://${location.host}/live`)) as unknown as Wire;
const socket = new LiveSocket({ open, store: new LiveStore((run) => run()), clock: new Clock() });
// A steady tone is what noise suppression takes away: the tests' microphone is taken as it is.
const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const phone = new BrowserPhone(
  socket,
  { ...browserDevices, microphone: () => navigator.mediaDevices.getUserMedia({ audio: raw }) },
  playAloud,
);
let call: BrowserCall;

const until = async (ok: () => boolean) => {
  for (let i = 0; i < 1000 && !ok(); i++) await new Promise((r) => setTimeout(r, 20));
  if (!ok()) throw new Error('it never came to pass');
};

/** The loudest frequency of what is heard, in Hz, steady over ten looks; 0 for silence. */
async function pitch(stream: MediaStream): Promise<number> {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  context.createMediaStreamSource(stream).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  let last = -1;
  let same = 0;
  for (let i = 0; i < 500 && same < 10; i++) {
    await new Promise((r) => setTimeout(r, 20));
    analyser.getFloatFrequencyData(bins);
    const loudest = bins.reduce((best, v, at) => (v > bins[best]! ? at : best), 0);
    const hz = bins[loudest]! < -70 ? 0 : Math.round((loudest * context.sampleRate) / analyser.fftSize);
    same = hz === last ? same + 1 : 0;
    last = hz;
  }
  await context.close();
  return last;
}

const deeds: Record<string, (what: string) => unknown> = {
  live: () => until(() => socket.status.phase === 'live'),
  dial: (digits) => {
    call = phone.dial(digits);
    return until(() => call.view.phase === 'up' && call.audio !== undefined);
  },
  pitch: () => pitch(call.audio!),
  level: () => {
    const meter = measure(call.audio!);
    return until(() => meter.level() > 0.3).finally(() => meter.close());
  },
  // Reports go both ways: the server's about our stream tell the way there and back.
  reports: async () => {
    const { pc } = call as unknown as { pc: RTCPeerConnection };
    for (let i = 0; i < 200; i++) {
      for (const stat of (await pc.getStats()).values()) if (stat.type === 'remote-inbound-rtp' && stat.roundTripTimeMeasurements > 0) return stat.roundTripTime;
      await new Promise((r) => setTimeout(r, 100));
    }
    throw new Error('no report of the server came');
  },
  speak: () => call.speak(),
  listen: () => call.listen(),
  mute: (on) => call.mute(on === 'on'),
  digits: (keys) => call.digits(keys),
  // The socket is lost and comes back by itself; the call does not notice.
  cut: async () => {
    wire.close();
    await until(() => socket.status.phase === 'lost');
    await until(() => socket.status.phase === 'live');
  },
  hangup: () => call.hangUp(),
  ended: () => until(() => call.view.phase === 'ended'),
};

async function work(): Promise<void> {
  socket.start();
  let said = 'ready';
  for (;;) {
    const answer = await fetch('/next', { method: 'POST', body: said });
    const [deed, what] = (await answer.text()).split(' ', 2) as [string, string];
    if (deed === 'stop') return;
    try {
      const result = await deeds[deed]!(what);
      said = JSON.stringify({ result: result ?? null, view: call?.view ?? null });
    } catch (error) {
      said = JSON.stringify({ error: String(error), view: call?.view ?? null });
    }
  }
}

void work();
