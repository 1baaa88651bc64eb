// People with a browser of their own each, whose microphone is a tone, and whose ears can be measured.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ARGS, DEMO_PASSWORD, EXECUTABLE, logIn } from './browser.mjs';

const frontend = fileURLToPath(new URL('..', import.meta.url));
let bundled;

/** A phone of this page's own, beside the console's: packages/live as one script. */
function phoneScript() {
  const entry = ['browser-phone', 'clock', 'meter', 'socket', 'store'].map((f) => `export * from './packages/live/src/${f}';`).join('\n');
  bundled ??= execFileSync(`${frontend}node_modules/.bin/esbuild`, ['--bundle', '--format=iife', '--global-name=live', '--loader=ts'], { input: entry, cwd: frontend, encoding: 'utf8' });
  return bundled;
}

/** Opens a live socket of its own in the page, with a phone on it; every message of the socket is kept in `told`. */
export async function phoneIn(page) {
  await page.evaluate(`${phoneScript()}; globalThis.live = live;`);
  await page.evaluate(async () => {
    const { live } = globalThis;
    globalThis.told = [];
    const open = () => {
      const socket = new WebSocket(`ws://${location.host}/live`);
      socket.addEventListener('message', (event) => globalThis.told.push(String(event.data)));
      return socket;
    };
    const socket = new live.LiveSocket({ open, store: new live.LiveStore((run) => run()), clock: new live.Clock() });
    globalThis.phone = new live.BrowserPhone(socket);
    await new Promise((done) => {
      socket.subscribe(() => socket.status.phase === 'live' && done());
      socket.start();
    });
  });
}

/** Dials with the microphone and waits until the call is up or over; gives its phase and the call's identifier. */
export const dial = (page, digits) =>
  page.evaluate(async (dialed) => {
    const call = globalThis.phone.dial(dialed, { microphone: true });
    globalThis.calling = call;
    await new Promise((done) => {
      const look = () => ['up', 'ended'].includes(call.view.phase) && done();
      call.subscribe(look);
      look();
    });
    return { phase: call.view.phase, reason: call.view.reason, call: call.leg?.replace(/....$/, '0000') };
  }, digits);

export const hangUp = (page) => page.evaluate(() => globalThis.calling?.hangUp());

/** A file of tone bursts: browsers take a tone without end for noise. 16 bit, 48 kHz. */
function toneFile(file, hz) {
  const rate = 48000;
  const frames = rate * 2;
  const wav = Buffer.alloc(44 + frames * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + frames * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(frames * 2, 40);
  for (let i = 0; i < frames; i++) {
    const part = (i / rate) % 0.5;
    const edge = Math.min(1, part / 0.02, Math.max(0, (0.4 - part) / 0.02));
    wav.writeInt16LE(Math.round(9000 * edge * Math.sin((2 * Math.PI * hz * i) / rate)), 44 + i * 2);
  }
  writeFileSync(file, wav);
}

/** Notes every stream that comes over WebRTC, and takes the microphone as it is. */
function ears() {
  globalThis.heard = [];
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('track', (event) => globalThis.heard.push(event.track));
    }
  };
  const devices = navigator.mediaDevices;
  const ask = devices?.getUserMedia.bind(devices);
  if (ask) devices.getUserMedia = () => ask({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
}

/**
 * Somebody at a browser of their own, logged in. `tone` is what the microphone hears (Hz); without it the microphone
 * is refused.
 */
export async function person(t, base, login, { tone, path: where = '/', size = { width: 1280, height: 720 } } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'yobirin-tone-'));
  const args = [...ARGS];
  if (tone) {
    const file = path.join(folder, 'tone.wav');
    toneFile(file, tone);
    args.push('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${file}`);
  }
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args });
  t.after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const page = await (await browser.newContext({ locale: 'ja', viewport: size })).newPage();
  page.setDefaultTimeout(60_000);
  await page.addInitScript(ears);
  if (!tone) {
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
  }
  await page.goto(base + where);
  await logIn(page, login, DEMO_PASSWORD);
  return page;
}

/** The loudest that each frequency was within `ms`, in dB of full scale, on any stream that plays. */
export const spectrum = (page, frequencies, ms) =>
  page.evaluate(
    async ([list, time]) => {
      const context = new AudioContext();
      const live = globalThis.heard.filter((track) => track.readyState === 'live');
      const nodes = live.map((track) => {
        const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        return analyser;
      });
      const most = Object.fromEntries(list.map((hz) => [hz, -200]));
      const until = performance.now() + time;
      const bins = new Float32Array(2048);
      while (performance.now() < until) {
        await new Promise((done) => setTimeout(done, 40));
        for (const node of nodes) {
          node.getFloatFrequencyData(bins);
          for (const hz of list) {
            const at = Math.round((hz * node.fftSize) / context.sampleRate);
            most[hz] = Math.max(most[hz], ...bins.slice(at - 1, at + 2));
          }
        }
      }
      await context.close();
      return most;
    },
    [frequencies, ms],
  );

/** A tone comes at -25 dB, the edges of others splash to -61: louder than this is heard, softer than that is not, what is between fails. */
const HEARD = -35;
const UNHEARD = -55;

/** Fails unless the page comes to hear exactly these of the tones within a minute. */
export async function hears(page, tones, all, why) {
  let last;
  for (let i = 0; i < 50; i++) {
    last = await spectrum(page, all, 1200); // two bursts
    if (all.every((hz) => (tones.includes(hz) ? last[hz] > HEARD : last[hz] < UNHEARD))) return last;
  }
  throw new Error(`${why}: expected to hear ${tones.join(', ') || 'nothing'}, measured ${JSON.stringify(last)}`);
}
