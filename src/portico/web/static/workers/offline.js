// Keeps one page, which says that there is no connection, and what that page is made of; nothing else, ever.
// The server puts `KEPT` before this: the name of the cache, which changes with its content, the page, its files.

/* global KEPT */

// The windows that were given that page; all others fetch their files without passing through here.
const stranded = new Set();

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT.name).then((cache) => cache.addAll([KEPT.page, ...KEPT.files])));
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([registration.navigationPreload?.enable(), forgetOthers()]));
});

addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (stranded.has(event.clientId)) event.respondWith(file(event.request));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    stranded.add(event.resultingClientId);
    return (await caches.match(KEPT.page)) ?? Response.error();
  }
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function forgetOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(KEPT.family) && name !== KEPT.name);
  await Promise.all(old.map((name) => caches.delete(name)));
}
