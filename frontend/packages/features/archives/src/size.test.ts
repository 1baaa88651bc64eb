import { describe, expect, it } from 'vitest';
import { formatBytes } from './size';

describe('a size', () => {
  it.each([
    [0, '0 B'], [999, '999 B'], [1000, '1.0 KB'], [1024, '1.0 KB'], [102_400, '100 KB'], [1_048_576, '1.0 MB'], [36_507_222_016, '34.0 GB'], [5 * 1024 ** 5, '5,120 TB'], [-5, '0 B'],
  ])('of %d is %s', (bytes, text) => expect(formatBytes(bytes, 'en')).toBe(text));
});
