// Keeps the app's own files, so that it opens without a network. What the server knows is never kept here: the app asks for it, and
// keeps what is to be sent later itself.
const KEPT = 'afterhours-files-1';
const ASSETS = '/assets/';
const EARLY = '/early.js';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// What a page fetched before it was under this worker's eyes: its page tells which files those are.
self.addEventListener('message', (event) =>
  event.waitUntil(
    Promise.all([
      keepAll(event.data.files),
      event.data.isStart && keepPages(['/tonight', '/sign-in', '/count-people']),
    ]),
  ),
);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/'))
    return;
  if (request.mode === 'navigate') event.respondWith(freshOrKept(request, '/'));
  else if (url.pathname === EARLY) event.respondWith(freshOrKept(request, EARLY));
  else if (url.pathname.startsWith(ASSETS)) event.respondWith(keptOrFresh(request));
});

async function keepAll(addresses) {
  const files = await caches.open(KEPT);
  const isOurs = ({ origin, pathname }) =>
    origin === self.location.origin &&
    (pathname === '/' || pathname === EARLY || pathname.startsWith(ASSETS));
  for (const url of addresses.map((address) => new URL(address)).filter(isOurs)) {
    const key = url.pathname;
    if (await files.match(key)) continue;
    const response = await fetch(key, { headers: { accept: key === '/' ? 'text/html' : '*/*' } });
    if (response.ok) await files.put(key, response);
  }
}

/** The files of pages that have to open without a network though nobody opened them before: where one signs in is where signing out leads. */
async function keepPages(paths) {
  const response = await fetch('/links.json');
  if (!response.ok) return;
  const { pages } = await response.json();
  const links = paths.flatMap((path) => pages[path] ?? []);
  await keepAll(links.map((link) => new URL(link.slice(1, link.indexOf('>')), self.location.origin).href));
}

async function freshOrKept(request, key) {
  const files = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    if (response.ok) await files.put(key, response.clone());
    return response;
  } catch (error) {
    const kept = await files.match(key);
    if (kept) return kept;
    throw error;
  }
}

/** Their names change with their contents. */
async function keptOrFresh(request) {
  const files = await caches.open(KEPT);
  const kept = await files.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await files.put(request, response.clone());
  return response;
}
