/**
 * Screens follow at most this often. It is less than the time in which the server gathers changes (40 ms for who sees
 * the whole floor), so that what comes is shown with the next frame; what comes faster after a stall is shown together.
 */
const BEAT = 32;
/** A page that nobody looks at. */
const HIDDEN_BEAT = 1000;
const FRAME = 16;

/** Runs the first change at once (next frame) and gathers those that follow within a beat. */
export function beats(): (run: () => void) => void {
  let last = 0;
  return (run) => {
    const flush = () => {
      last = performance.now();
      run();
    };
    const wait = last + BEAT - performance.now();
    if (document.hidden || wait > FRAME) setTimeout(flush, Math.max(wait, document.hidden ? HIDDEN_BEAT : 0));
    else requestAnimationFrame(flush);
  };
}

/** Runs something in a task of its own, after what waits already. */
export function nextTurn(run: () => void): void {
  setTimeout(run, 0);
}
