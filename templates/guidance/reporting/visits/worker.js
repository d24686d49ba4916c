// The service worker: without a network the drafts' page opens, and nothing else is kept. Pages with other
// people's data are never stored; the drafts' page is stored by kept_page.js, for whoever writes reports.
"use strict";

const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGE = "{{ page|escapejs }}";
const STATIC = `static:${FILES.map((file) => file.split("/").pop()).join("|")}`;
const NOTHING = [
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width, initial-scale=1"><title>网络不通</title>',
  "<h1>网络不通</h1><p>本页需要网络。请接通后再试；写了一半的情况统计表仍在本机。</p></html>",
].join("");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("static:") && name !== STATIC;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    const kept = await caches.match(PAGE, { cacheName: "pages" });
    return kept || new Response(NOTHING, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.includes(address.pathname)) {
    event.respondWith(caches.match(request, { cacheName: STATIC }).then((kept) => kept || fetch(request)));
  }
});
