import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme } from './theme';

const scheme = localStorageColorSchemeManager({ key: 'yobirin.theme' });

/** Theme of every screen; the chosen scheme is kept in this browser, `auto` follows the system. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} colorSchemeManager={scheme} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
