import '@yobirin/kit/mantine.css';
import '@yobirin/kit/tokens.css';
import { startI18n, ThemeProvider } from '@yobirin/kit/start';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './root';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

void startI18n().then(() =>
  root.render(
    <StrictMode>
      <ThemeProvider>
        <Root />
      </ThemeProvider>
    </StrictMode>,
  ),
);
