import '@yobirin/kit/mantine.css';
import '@yobirin/kit/tokens.css';
import { startI18n, ThemeProvider } from '@yobirin/kit/start';
import { SeatProvider, SeatStore, wailsBridge } from '@yobirin/seat';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

async function start(): Promise<void> {
  // In development and in the tests' own build a seat in memory stands where Go does; the shipped page has none.
  if (import.meta.env.DEV || import.meta.env.MODE === 'mock') {
    const { installMock } = await import('@yobirin/seat/mock');
    if (!window.go) installMock();
  }
  const [store, { Root }] = await Promise.all([SeatStore.open(wailsBridge()), import('./root'), startI18n()]);
  root.render(
    <StrictMode>
      <ThemeProvider>
        <SeatProvider store={store}>
          <Root />
        </SeatProvider>
      </ThemeProvider>
    </StrictMode>,
  );
}

void start();
