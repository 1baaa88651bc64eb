import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['YOBIRIN_URL'] ?? 'http://127.0.0.1:8080';

/** Keeps the file that go:embed needs when there is no build. */
const keep = {
  name: 'keep-embed-file',
  generateBundle(this: { emitFile: (file: { type: 'asset'; fileName: string; source: string }) => void }) {
    this.emitFile({ type: 'asset', fileName: '.keep', source: '' });
  },
};

export default defineConfig({
  plugins: [react(), keep],
  build: {
    outDir: fileURLToPath(new URL('../../../server/internal/web/dist', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server },
      '/live': { target: server, ws: true },
    },
  },
});
