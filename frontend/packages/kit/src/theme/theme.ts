import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core';

/** Ink: the only accent. Colour on screen is kept for state, so controls are neutral. */
const ink: MantineColorsTuple = [
  '#f5f6f8', '#e9ebef', '#d3d7de', '#aeb5c0', '#858e9d', '#656f80', '#4c5565', '#363e4c', '#222935', '#151a23',
];
const dark: MantineColorsTuple = [
  '#e3e6eb', '#b9c0ca', '#98a1ad', '#6d7683', '#3b434f', '#2b323c', '#222830', '#191e25', '#12161c', '#0c0f14',
];
const gray: MantineColorsTuple = [
  '#f8f9fa', '#f1f3f5', '#e6e9ed', '#d8dce2', '#c0c7d0', '#98a2af', '#667080', '#4a5361', '#303843', '#1c2229',
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  variantColorResolver: (input) =>
    input.variant === 'filled' && (input.color === undefined || input.color === 'ink')
      ? { background: 'var(--text)', hover: 'var(--text-2)', color: 'var(--panel)', border: '1px solid transparent' }
      : input.variant === 'filled' && input.color === 'red'
        ? // The palette's own red is a wash in the dark scheme, with white on it.
          { background: 'var(--error-ink)', hover: 'var(--error-ink)', color: 'var(--panel)', border: '1px solid transparent' }
        : defaultVariantColorsResolver(input),
  colors: { ink, dark, gray },
  black: '#161b22',
  fontFamily:
    '"Inter", -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  cursorType: 'pointer',
  focusRing: 'auto',
  // The placeholder is no menu item, which screen readers are told a menu consists of.
  components: { Menu: { defaultProps: { withInitialFocusPlaceholder: false } } },
});
