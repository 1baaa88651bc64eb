/** Three-digit area codes that share no beginning with a four-digit one, so that the split is certain. */
const CERTAIN_AREAS = new Set(['011', '044', '045', '052', '075', '078', '092']);

/**
 * Groups a Japanese number as people write it: 03-1234-5678, 090-1234-5678, 0120-123-456. +81 becomes 0.
 * Numbers whose area code cannot be told from the digits alone, extensions and foreign numbers stay as they are.
 */
export function formatPhone(number: string | undefined): string {
  if (!number) return '';
  const digits = number.startsWith('+81') ? `0${number.slice(3)}` : number;
  if (!/^0\d{9,10}$/.test(digits)) return number;
  if (digits.length === 11) return digits.startsWith('0800') ? cut(digits, 4, 7) : /^0[2-9]0/.test(digits) ? cut(digits, 3, 7) : digits;
  if (/^(0120|0570|0990|0180)/.test(digits)) return cut(digits, 4, 7);
  if (/^0[36]/.test(digits)) return cut(digits, 2, 6);
  if (CERTAIN_AREAS.has(digits.slice(0, 3))) return cut(digits, 3, 6);
  return digits;
}

/** Digits of whatever was pasted: full width, hyphens, brackets, spaces; a leading + stays. */
export function parsePhone(text: string): string {
  const plain = text.normalize('NFKC').replace(/[^\d+*#]/g, '');
  return plain.replace(/(?!^)\+/g, '');
}

function cut(digits: string, a: number, b: number): string {
  return `${digits.slice(0, a)}-${digits.slice(a, b)}-${digits.slice(b)}`;
}
