import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const block = (selector: string) => {
  const at = css.indexOf(`${selector} {`);
  const body = css.slice(at, css.indexOf('}', at));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1]!, m[2]!.trim()]));
};
const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m) as [number, number];
  return (x + 0.05) / (y + 0.05);
};

/** WCAG AA for text: 4.5:1 on every ground it stands on. */
describe.each([
  ['light', ':root'],
  ['dark', ":root[data-mantine-color-scheme='dark']"],
])('%s scheme', (_, selector) => {
  const token = block(selector);
  const grounds = ['panel', 'panel-2', 'hover', 'selected'];
  it.each(['text', 'text-2', 'text-3'])('%s is readable', (name) => {
    for (const ground of grounds) expect(contrast(token[name]!, token[ground]!), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['available', 'ringing', 'talking', 'holding', 'paused', 'offline', 'error'])('%s is readable', (tone) => {
    const wash = token[`${tone}-wash`]!;
    for (const ground of [...grounds.map((name) => token[name]!), ...(wash.startsWith('#') ? [wash] : [])]) {
      expect(contrast(token[`${tone}-ink`]!, ground), `${tone} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(token['text-2']!, ground), `text-2 on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
