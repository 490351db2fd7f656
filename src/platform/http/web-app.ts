import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Paths of the API and of monitoring. */
const NOT_PAGES = /^(api|health|metrics)(\/|$)/;
const YEAR_SECONDS = 31_536_000;
/** Seen from the sources and from their build. */
const CANDIDATES = ['../../../web/dist/', '../../../../web/dist/'];

/** What a page needs at once, as values of a Link header; written by web/vite.config.mjs. */
interface Links {
  pages: Record<string, string[]>;
  signedIn: string[];
}

/** The built web app's folder; null when it was not built, as in tests that do not need it. */
function findFolder(): string | null {
  const folders = CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((folder) => existsSync(`${folder}index.html`)) ?? null;
}

/**
 * Serves the web app at the root: its files by name, and its one page for all addresses that a browser opens,
 * so that links into the app work. Uses a hook, because a route would also take paths that the API's own
 * routes refuse. A header names the files that the page needs, so that browsers request them at once.
 */
export async function serveWebApp(fastify: FastifyInstance, sessionCookie: string): Promise<void> {
  const folder = findFolder();
  if (!folder) return;
  const files = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  const links = JSON.parse(readFileSync(`${folder}links.json`, 'utf8')) as Links;
  await fastify.register(fastifyStatic, { root: folder, serve: false, preCompressed: true });
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0]!.slice(1);
    if (request.method !== 'GET' || NOT_PAGES.test(path)) return undefined;
    if (path !== 'index.html' && path.includes('.') && files.has(path)) {
      // Names in assets/ change with their content.
      const isFixed = path.startsWith('assets/');
      void reply.header('cache-control', isFixed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
      return reply.sendFile(path, { cacheControl: false });
    }
    if (!request.headers.accept?.includes('text/html')) return undefined;
    const needed = [
      ...(links.pages[`/${path}`] ?? []),
      ...(request.cookies[sessionCookie] ? links.signedIn : []),
    ];
    if (needed.length > 0) void reply.header('link', needed.join(', '));
    void reply.header('cache-control', 'no-cache');
    return reply.sendFile('index.html', { cacheControl: false });
  });
}
