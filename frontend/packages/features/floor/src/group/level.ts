/** A skill level as typed, full-width digits too: a whole number from 1 to 99; undefined when it is none. */
export function readLevel(text: string): number | undefined {
  const digits = text.normalize('NFKC').trim();
  if (!/^[0-9]{1,2}$/.test(digits)) return undefined;
  const level = Number(digits);
  return level >= 1 && level <= 99 ? level : undefined;
}
