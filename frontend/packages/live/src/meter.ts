/** How loud a stream is now. */
export interface Meter {
  /** Level from 0 (silence) to 1, on a scale that looks even to the ear: 60 dB. */
  level(): number;
  close(): void;
}

/** Measures a stream for a level meter. It makes no sound. */
export function measure(stream: MediaStream, context: AudioContext = new AudioContext()): Meter {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    close() {
      source.disconnect();
      void context.close().catch(() => undefined);
    },
  };
}

/** The level of some samples, from 0 (-60 dB and below) to 1 (full scale). */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const s of samples) sum += s * s;
  const power = sum / Math.max(1, samples.length);
  if (power <= 1e-6) return 0;
  return Math.min(1, 1 + Math.log10(power) / 6);
}
