// Keeps the app's own files, so that it opens without a network. What the server knows is never kept here: the app asks for it, and
// keeps what is to be sent later itself.
const KEPT = 'afterhours-files-1';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/'))
    return;
  if (request.mode === 'navigate') event.respondWith(freshOrKept(request, '/'));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keptOrFresh(request));
});

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
