import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import compile from 'icu-minify/compile';
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

/** What every page behind the sign-in asks for first: web/src/app/router.tsx. */
const FIRST_QUESTIONS = ['/api/v1/me', '/api/v1/locations?limit=200', '/api/v1/settings'];

/**
 * What the server names in a page's Link header, so that it is on its way before the app's own script has run: the page's files, which
 * are named as its address is, and, for somebody signed in, the first questions.
 */
const links = {
  name: 'links',
  // What can be drawn without the script is drawn before it.
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '<script type="module" fetchpriority="low"'),
  },
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
    const main = chunks.find(({ isEntry }) => isEntry).fileName;
    const filesOf = ({ fileName, imports }) =>
      [...new Set([main, fileName, ...imports])].map(
        (name) => `</${name}>; rel=modulepreload; fetchpriority=low`,
      );
    const pages = Object.fromEntries(
      chunks
        .filter(({ isDynamicEntry }) => isDynamicEntry)
        .map((chunk) => [`/${chunk.name}`, filesOf(chunk)]),
    );
    const signedIn = FIRST_QUESTIONS.map(
      (path) => `<${path}>; rel=preload; as=fetch; crossorigin; fetchpriority=low`,
    );
    this.emitFile({ type: 'asset', fileName: 'links.json', source: JSON.stringify({ pages, signedIn }) });
  },
};

const compiled = (message) =>
  typeof message === 'string'
    ? compile(message)
    : Object.fromEntries(Object.entries(message).map(([key, value]) => [key, compiled(value)]));

/** Messages are parsed by the build rather than by each browser, which is so spared the parser. */
const messages = {
  name: 'messages',
  enforce: 'pre',
  config: () => ({
    resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  }),
  async transform(code, id) {
    if (/\/i18n\/\w+\.json$/.test(id)) return { code: JSON.stringify(compiled(JSON.parse(code))), map: null };
    if (!/\/domain\/refusals\/\w\w\.ts$/.test(id)) return null;
    const exported = Object.entries(await import(id));
    return {
      code: exported
        .map(([name, texts]) => `export const ${name} = ${JSON.stringify(compiled(texts))};`)
        .join('\n'),
      map: null,
    };
  },
};

/** Each component of Mantine with its own style, so that only those are sent which are used. */
const mantineStyles = {
  name: 'mantine-styles',
  transform(code, id) {
    const [, name] = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/.exec(id) ?? [];
    return name && { code: `import '@mantine/core/styles/${name}.layer.css';\n${code}`, map: null };
  },
};

const SCROLL_AREA = 'scrollAreaComponent === ScrollArea.Autosize';

/** A dialog scrolls as its browser does; that it asks whether it has the library's own scroll bars would fetch them, and what they need. */
const plainDialogs = {
  name: 'plain-dialogs',
  transform(code, id) {
    if (!id.endsWith('/ModalRoot.mjs')) return null;
    if (!code.includes(SCROLL_AREA)) this.error('Mantine’s dialog no longer asks for its scroll bars.');
    return { code: code.replace(SCROLL_AREA, 'false'), map: null };
  },
};

export default defineConfig({
  root,
  plugins: [messages, mantineStyles, plainDialogs, links, compressed],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // An inlined file would need a content security policy that allows data: for more than pictures.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // A page comes in few files, as browsers fetch six at a time: its own and what pages share.
      output: {
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 1 },
            { name: 'common', minShareCount: 3, test: /node_modules|\/src\/(api|time|ui)\// },
          ],
        },
      },
      // Libraries mark their modules for servers that render; here everything runs in the browser.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
  server: { proxy: { '/api': server } },
});
