import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Addresses stay relative to <base>, which the Engine sets to its context root
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: true,
  },
  test: {
    // jsdom is dear: a test that needs a document says so
    environment: 'node',
    restoreMocks: true,
  },
});
