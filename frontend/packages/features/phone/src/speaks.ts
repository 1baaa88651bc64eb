/** From which amplitude a tenth of a second is taken for speech: above breath and keys, below a quiet voice. */
const LOUD = 0.08;
/** So much speech is somebody who speaks, not a cough; it is forgotten half as fast as it came. */
const SPEAKS = 10;
const MOST = 20;

/** Whether somebody speaks, by levels that come ten times a second. */
export interface Speech {
  heard: number;
  speaks: boolean;
}

export const SILENCE: Speech = { heard: 0, speaks: false };

export function listen({ heard, speaks }: Speech, level: number): Speech {
  const now = level >= LOUD ? Math.min(MOST, heard + 2) : Math.max(0, heard - 1);
  return { heard: now, speaks: now >= SPEAKS || (speaks && now > 0) };
}
