interface Placed {
  id: string;
  name: string;
  position: number;
}

const LAST = 999;

/** As the server lists them: lower positions first, then by name. */
export const inOrder = <P extends Placed>(fields: readonly P[]): P[] => [...fields].sort((a, b) => a.position - b.position || a.name.localeCompare(b.name));

/** A position that puts a field at the place `to` among the others: between its neighbours when there is room. */
export function between(others: readonly Placed[], to: number): number {
  const sorted = inOrder(others);
  const before = sorted[to - 1]?.position;
  const after = sorted[to]?.position;
  if (before === undefined) return Math.max(0, (after ?? 1) - 1);
  if (after === undefined) return Math.min(LAST, before + 1);
  return Math.floor((before + after) / 2);
}
