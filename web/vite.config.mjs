import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import compile from 'icu-minify/compile';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const server = process.env.BASE_URL ?? 'http://127.0.0.1:3000';

/** Writes compressed copies beside each text file; the server sends them unchanged. */
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

/** The first requests of every page that needs a sign-in: see web/src/app/router.tsx. */
const FIRST_QUESTIONS = ['/api/v1/me', '/api/v1/locations?limit=200', '/api/v1/settings'];

/**
 * The contents of a page's Link header, so that the browser loads them before the app's script runs: the
 * files of the page, whose chunk is named like its address, and the first requests if somebody is signed in.
 */
const links = {
  name: 'links',
  // The browser draws what needs no script before it loads the script.
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

/** The build parses the messages, so that browsers do not need the parser. */
const messages = {
  name: 'messages',
  enforce: 'pre',
  config: () => ({
    resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  }),
  async transform(code, id) {
    if (/\/i18n\/[\w-]+\.json$/.test(id))
      return { code: JSON.stringify(compiled(JSON.parse(code))), map: null };
    if (!/\/domain\/(refusals|pilot-texts)\/\w\w\.ts$/.test(id)) return null;
    const exported = Object.entries(await import(id));
    return {
      code: exported
        .map(([name, texts]) => `export const ${name} = ${JSON.stringify(compiled(texts))};`)
        .join('\n'),
      map: null,
    };
  },
};

/** Imports the style of each Mantine component with the component, so that unused styles are left out. */
const mantineStyles = {
  name: 'mantine-styles',
  transform(code, id) {
    const [, name] = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/.exec(id) ?? [];
    return name && { code: `import '@mantine/core/styles/${name}.layer.css';\n${code}`, map: null };
  },
};

const SCROLL_AREA = 'scrollAreaComponent === ScrollArea.Autosize';

/**
 * Dialogs use the browser's scroll bars. Mantine's dialog compares them with its own scroll bars, and so
 * would load these; this plugin removes the comparison.
 */
const plainDialogs = {
  name: 'plain-dialogs',
  transform(code, id) {
    if (!id.endsWith('/ModalRoot.mjs')) return null;
    if (!code.includes(SCROLL_AREA)) this.error('Mantine’s dialog no longer contains the comparison.');
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
    // The content security policy allows data: only for pictures, so files must not be inlined.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // A page has few files, because browsers load six at a time: its own ones and those that pages share.
      output: {
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 1 },
            { name: 'common', minShareCount: 3, test: /node_modules|\/src\/(api|time|ui)\// },
          ],
        },
      },
      // Libraries mark modules for rendering on a server; here everything runs in the browser.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
  server: { proxy: { '/api': server } },
});
