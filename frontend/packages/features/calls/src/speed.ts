/** The pitch stays whatever the speed. */
export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/** The speed so many steps faster, within what there is. */
export const speedBeside = (speed: number, steps: number) => SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(speed) + steps))] ?? 1;
