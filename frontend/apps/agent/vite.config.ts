import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * What the page may load: itself. No page of anybody else is ever shown inside it, as frames could reach Go's methods
 * on WebKit. 'unsafe-inline' is for the styles that Mantine writes.
 */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'";

/** The policy, in the built page only: the development server needs inline scripts. */
const policy: Plugin = {
  name: 'content-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
};

/** Keeps the file that go:embed needs when there is no build. */
const keep: Plugin = {
  name: 'keep-embed-file',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '.keep', source: '' });
  },
};

export default defineConfig({
  plugins: [react(), keep, policy],
  // The page is served from a scheme of its own: every address in it is relative.
  base: './',
  build: {
    outDir: fileURLToPath(new URL('../../../desktop/internal/assets/dist', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  server: { port: 5174 },
});
