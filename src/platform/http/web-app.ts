import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What the API and the machines that look after the server ask for. */
const NOT_PAGES = /^(api|health|metrics)(\/|$)/;
const YEAR_SECONDS = 31_536_000;
/** From the sources and from the build of them. */
const CANDIDATES = ['../../../web/dist/', '../../../../web/dist/'];

/** What a page needs at once, as values of a Link header: web/vite.config.mjs. */
interface Links {
  pages: Record<string, string[]>;
  signedIn: string[];
}

/** The built web app's folder; null where it was not built, as in a test that needs none. */
function findFolder(): string | null {
  const folders = CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((folder) => existsSync(`${folder}index.html`)) ?? null;
}

/**
 * Serves the web app at the root: its files by name, and its one page for every address that a browser opens, so that links into it
 * work. A hook rather than a route, which would take what the API's own routes refuse. What the page needs is named in a header, so
 * that a browser asks for it at once.
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
      // Names under assets/ change with their contents.
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
