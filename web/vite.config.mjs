import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const server = process.env.BASE_URL ?? 'http://127.0.0.1:3000';

/** Beside each text file its compressed ones, which the server sends as they are. */
const compressed = {
  name: 'compressed',
  closeBundle() {
    for (const name of readdirSync(`${root}dist`, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|html|svg|webmanifest)$/.test(name)) continue;
      const file = `${root}dist/${name}`;
      const text = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(text));
      writeFileSync(`${file}.gz`, gzipSync(text));
    }
  },
};

export default defineConfig({
  root,
  plugins: [compressed],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // An inlined file would need a content security policy that allows data: for more than pictures.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Libraries mark their modules for servers that render; here everything runs in the browser.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
  server: { proxy: { '/api': server } },
});
