{% load static %}// The service worker of offline reading. It exists only on devices whose reader has pressed the button on “Offline reading”.
// The network always comes first; it stores nothing but what offline.json lists, and never which pages were read.
importScripts("{% static 'dates.js' %}", "{% static 'saved.js' %}");

const PATIENCE = 4000; // milliseconds after which a saved copy is shown to a reader on a dead-slow line
const HOUR = 36e5;
const NOT_OURS = /^\/(admin|preview)\//;

// A mended worker does not wait until the last tab is closed. It need not claim open pages: the next page that is read is its own.
addEventListener("install", () => skipWaiting());

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || NOT_OURS.test(pathname)) return;
  if (request.mode === "navigate") {
    const answer = read(request);
    event.respondWith(answer);
    // The page “Offline reading” does it by itself.
    if (pathname !== "{% url 'offline' %}") event.waitUntil(answer.then(refresh, () => {}));
  } else if (request.destination) {
    // Style sheet, scripts and pictures: each new one has a new name. What scripts fetch, such as what is to be saved, is left alone.
    event.respondWith(saved(request.url).then((copy) => copy ?? fetch(request)));
  }
});

const read = async (request) => {
  // With its query, so that page two of a list is not answered with page one.
  const copy = await saved(request.url);
  try {
    const answer = await (copy ? Promise.race([fetch(request), tooSlow()]) : fetch(request));
    // Withdrawn: the old text must not come back when the connection is gone.
    if (copy && [404, 410].includes(answer.status)) await (await caches.open(NAME)).delete(request.url);
    if (!copy || answer.status < 500) return answer;
  } catch {
    // No connection.
  }
  return copy ? withAge(copy) : ((await saved(NOT_SAVED)) ?? Response.error());
};

const tooSlow = () => new Promise((_, refuse) => setTimeout(refuse, PATIENCE));

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt()};`);

const withAge = async (copy) => {
  const list = await savedList();
  const { due, unchecked } = standing(copy);
  const checked = unchecked ? list.words.unchecked : dueWords(list.words, due);
  const words = escaped([age(list.words.age, dateOf(copy, list)), checked].join(" "));
  const line = `<aside class="saved-copy" aria-label="${escaped(list.words.label)}"><p>${words}</p></aside>`;
  const html = await copy.text();
  return new Response(html.replace(/<body[^>]*>/, (body) => body + line), copy);
};

// Once a day, after a page that was read: what has changed since is loaded again. What broke off goes on an hour later.
const refresh = async () => {
  const list = await savedList();
  const pause = list?.complete ? 24 * HOUR : HOUR;
  if (list && Date.now() - Date.parse(list.checked) > pause) await save(list.whole).catch(() => {});
};
