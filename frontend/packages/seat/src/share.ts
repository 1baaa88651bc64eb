/** `next`, but with every part that equals the same part of `old` taken from `old`: what has not changed keeps its identity. */
export function share<T>(old: unknown, next: T): T {
  if (Object.is(old, next)) return next;
  if (Array.isArray(old) && Array.isArray(next)) {
    const out = next.map((value, i) => share(old[i], value));
    return (out.length === old.length && out.every((value, i) => Object.is(value, old[i])) ? old : out) as T;
  }
  if (!isRecord(old) || !isRecord(next)) return next;
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(old).length;
  const out: Record<string, unknown> = {};
  for (const key of keys) {
    out[key] = share(old[key], next[key]);
    same &&= key in old && Object.is(out[key], old[key]);
  }
  return (same ? old : out) as T;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
