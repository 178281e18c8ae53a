import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page: one entry, Phaser and the network client in chunks of their own that only a race loads. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Workers load what they need when they need it: a training asks for a back end at a time.
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the page's policy lets fonts come from this server only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'phaser', test: /node_modules[\\/]phaser/ },
            { name: 'net', test: /node_modules[\\/](@colyseus|msgpackr)/ },
          ],
        },
      },
    },
  },
});
