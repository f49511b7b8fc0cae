// Pages come from the network, with a page for when there is none; files with a hash in their name come from the cache.
const CACHE = "{{ version|escapejs }}";
const OFFLINE = "{{ offline_url|escapejs }}";
const STATIC = "{{ static_url|escapejs }}";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

const keepOffline = async () => {
  const cache = await caches.open(CACHE);
  const page = await fetch(OFFLINE, { cache: "reload", credentials: "omit" });
  const html = await page.clone().text();
  await cache.put(OFFLINE, page);
  const styles = [...html.matchAll(/href="([^"]+\.css)"/g)].map((match) => match[1]);
  await cache.addAll(styles);
};

self.addEventListener("install", (event) => event.waitUntil(keepOffline().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => {
  const tidy = caches.keys().then((keys) => Promise.all(keys.filter((key) => key !== CACHE).map((key) => caches.delete(key))));
  event.waitUntil(tidy.then(() => self.clients.claim()));
});

const fromCacheFirst = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) cache.put(request, answer.clone());
  return answer;
};

const fromNetworkFirst = async (request) => {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (url.pathname.startsWith(STATIC)) {
    event.respondWith(HASHED.test(url.pathname) ? fromCacheFirst(request) : fromNetworkFirst(request));
  }
});

// A reminder: one tap opens the page with the text ready.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  if (!told.title) return;
  event.waitUntil(self.registration.showNotification(told.title, { body: told.body, tag: told.tag, icon: "{{ icon_url|escapejs }}", data: { url: told.url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(new URL(event.notification.data?.url || "/app/", self.location.origin)));
});
