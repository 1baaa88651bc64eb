/** Highest absolute sample of each of `count` equal stretches, 0…1. Stretches beyond the samples are 0. */
export function peaksOf(samples: Float32Array, count: number): Float32Array {
  const out = new Float32Array(count);
  const size = samples.length / count;
  for (let i = 0; i < count; i++) {
    const end = Math.min(samples.length, Math.max(Math.floor((i + 1) * size), Math.floor(i * size) + 1));
    let peak = 0;
    for (let j = Math.floor(i * size); j < end; j++) {
      const value = Math.abs(samples[j] ?? 0);
      if (value > peak) peak = value;
    }
    out[i] = Math.min(1, peak);
  }
  return out;
}

/** Height of a peak on screen: telephone speech is quiet, so small values are lifted. */
export function liftPeak(peak: number): number {
  return Math.sqrt(Math.max(0, Math.min(1, peak)));
}
