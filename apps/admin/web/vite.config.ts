import { defineConfig } from 'vite';

export const page = defineConfig({
  root: import.meta.dirname,
  base: './', // the page may lie below a proxy's path
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // its policy allows no scripts but files of its own
    modulePreload: false,
    reportCompressedSize: false,
  },
  logLevel: 'warn',
});

export { page as default };
