import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the pages into `dist/web`, from where the server sends them. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Nothing may stand inside of the html or the styles: the pages' Content-Security-Policy forbids it.
    assetsInlineLimit: 0,
    // The licences of what is built in: they want to go with every copy.
    license: { fileName: 'licenses.md' },
  },
});
