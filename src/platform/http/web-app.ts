import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const YEAR_SECONDS = 31_536_000;
/** From the sources and from the build of them. */
const CANDIDATES = ['../../../web/dist/', '../../../../web/dist/'];

/** The built web app's folder; null where it was not built, as in a test that needs none. */
function findFolder(): string | null {
  const folders = CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((folder) => existsSync(`${folder}index.html`)) ?? null;
}

/**
 * Serves the web app at the root: its files by name, and its one page for every address that a browser opens, so that links into it
 * work. Whatever asks for something else than a page is told that nothing is there.
 */
export async function serveWebApp(fastify: FastifyInstance): Promise<void> {
  const folder = findFolder();
  if (!folder) return;
  const files = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  await fastify.register(fastifyStatic, { root: folder, serve: false, preCompressed: true });
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    const { '*': path } = request.params as { '*': string };
    if (path !== 'index.html' && files.has(path) && path.includes('.')) {
      // Names under assets/ change with their contents.
      const isFixed = path.startsWith('assets/');
      void reply.header('cache-control', isFixed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
      return reply.sendFile(path, { cacheControl: false });
    }
    if (path.startsWith('api/') || !request.headers.accept?.includes('text/html'))
      return reply.callNotFound();
    void reply.header('cache-control', 'no-cache');
    return reply.sendFile('index.html', { cacheControl: false });
  });
}
