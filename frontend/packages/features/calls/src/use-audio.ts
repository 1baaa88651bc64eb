import { useEffect, useMemo, useState } from 'react';

/** Gains of the caller's and our side for a balance of -1 (caller only) … 1 (our side only). */
export function gainsOf(balance: number): [caller: number, own: number] {
  const b = Math.max(-1, Math.min(1, balance));
  return [b > 0 ? 1 - b : 1, b < 0 ? 1 + b : 1];
}

/**
 * A recording being played: an audio element (streams, seeks by Range) whose two sides are mixed for both ears
 * through a gain each. The graph is built with the first play, because browsers refuse sound before a gesture.
 */
export class Deck {
  readonly audio = new Audio();
  private context: AudioContext | undefined;
  private gains: GainNode[] = [];
  private balance = 0;

  constructor(url: string) {
    this.audio.preload = 'metadata';
    this.audio.src = url;
  }

  async toggle(): Promise<void> {
    if (!this.audio.paused) {
      this.audio.pause();
      return;
    }
    this.wire();
    await this.context?.resume();
    await this.audio.play();
  }

  seek(second: number): void {
    const end = Number.isFinite(this.audio.duration) ? this.audio.duration : second;
    this.audio.currentTime = Math.max(0, Math.min(end, second));
  }

  setBalance(balance: number): void {
    this.balance = balance;
    const gains = gainsOf(balance);
    this.gains.forEach((node, i) => {
      node.gain.value = gains[i] ?? 1;
    });
  }

  close(): void {
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.audio.load();
    void this.context?.close();
    this.context = undefined;
  }

  private wire(): void {
    if (this.context) return;
    const context = new AudioContext();
    this.context = context;
    const splitter = context.createChannelSplitter(2);
    const mono = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' });
    context.createMediaElementSource(this.audio).connect(splitter);
    this.gains = [0, 1].map((channel) => {
      const gain = context.createGain();
      splitter.connect(gain, channel);
      gain.connect(mono);
      return gain;
    });
    mono.connect(context.destination);
    this.setBalance(this.balance);
  }
}

/** A deck for `url`, closed with the component. */
export function useDeck(url: string) {
  const [deck, setDeck] = useState<Deck>();
  const [state, setState] = useState({ paused: true, length: 0, failed: false });
  useEffect(() => {
    const made = new Deck(url);
    const { audio } = made;
    const show = () => setState({ paused: audio.paused, length: Number.isFinite(audio.duration) ? audio.duration : 0, failed: audio.error !== null && audio.hasAttribute('src') });
    const events = ['play', 'pause', 'ended', 'loadedmetadata', 'durationchange', 'error'] as const;
    events.forEach((e) => audio.addEventListener(e, show));
    setDeck(made);
    setState({ paused: true, length: 0, failed: false });
    return () => {
      events.forEach((e) => audio.removeEventListener(e, show));
      made.close();
    };
  }, [url]);
  return useMemo(() => ({ deck, ...state }), [deck, state]);
}
