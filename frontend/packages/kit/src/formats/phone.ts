import { areaLength } from './area-code';

/**
 * Groups a Japanese number as people write it: 03-1234-5678, 0827-48-6611, 090-1234-5678, 0120-123-456. +81 becomes 0.
 * Extensions, foreign numbers and what is no number of the plan stay as they are.
 */
export function formatPhone(number: string | undefined): string {
  if (!number) return '';
  const digits = number.startsWith('+81') ? `0${number.slice(3)}` : number;
  if (/^0800\d{7}$/.test(digits)) return cut(digits, 4, 7);
  if (/^0[2-9]0\d{8}$/.test(digits)) return cut(digits, 3, 7);
  if (!/^0[1-9]\d{8}$/.test(digits) || /^0[25789]0/.test(digits)) return number;
  if (/^0(120|180|570|990)/.test(digits)) return cut(digits, 4, 7);
  return cut(digits, areaLength(digits), 6);
}

/** Digits of whatever was pasted: full width, hyphens, brackets, spaces; a leading + stays. */
export function parsePhone(text: string): string {
  const plain = text.normalize('NFKC').replace(/[^\d+*#]/g, '');
  return plain.replace(/(?!^)\+/g, '');
}

function cut(digits: string, a: number, b: number): string {
  return `${digits.slice(0, a)}-${digits.slice(a, b)}-${digits.slice(b)}`;
}
