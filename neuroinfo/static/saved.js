// What is saved on a reader's device, for the page “Offline reading” and for the service worker: both load this first.
const NAME = "neuroinfo"; // of the cache that holds all of it
const LIST = "/offline.json";
const NOT_SAVED = "/offline/not-saved/";
const LANES = 4; // loaded at the same time
const VERSION = "X-Saved-Version";
const SAVED = "X-Saved";
const STANDING = "X-Saved-Standing";

// These make no cache where there is none: before the button is pressed nothing is stored.
const saved = (url) => caches.match(url, { cacheName: NAME });
const savedList = async () => (await saved(LIST))?.json();

// Loads what is missing or of an older version than the list of now, and forgets what is not on the list any more.
// `report(done, all)` is called after each. Ends with an error when the connection breaks, the room is used up, or `signal` says so:
// what is there stays.
const save = async (whole, report = () => {}, signal) => {
  // Opened before the line is waited for: what is removed meanwhile does not come back.
  const copy = (await caches.has(NAME)) && (await caches.open(NAME));
  const list = await (await load(LIST, signal)).json();
  list.pages = list.pages.filter((page) => whole || page.essential);
  Object.assign(list, { whole, checked: new Date().toISOString(), complete: false });
  const wanted = [...list.files, ...list.pages.map((page) => page.url)];
  const cache = copy || (await caches.open(NAME));
  const keep = () => cache.put(LIST, new Response(JSON.stringify(list)));
  await keep();

  const waiting = [...wanted];
  let done = 0;
  const next = async () => {
    for (let url; (url = waiting.shift()); report(++done, wanted.length)) {
      if ((await cache.match(url))?.headers.get(VERSION) === list.version) continue;
      const answer = await load(url, signal);
      if (answer.ok && !answer.redirected) await cache.put(url, await marked(answer, list, url));
      else {
        // It was withdrawn since the list was made.
        list.pages = list.pages.filter((page) => page.url !== url);
        await cache.delete(url);
      }
    }
  };
  const lanes = Array.from({ length: LANES }, () => next().finally(() => waiting.splice(0)));
  // All have ended before anything is said of how it went.
  const broken = (await Promise.allSettled(lanes)).find(({ reason }) => reason);
  if (broken) throw broken.reason;
  for (const { url } of await cache.keys()) if (![LIST, ...wanted].includes(url.replace(location.origin, ""))) await cache.delete(url);
  list.complete = true;
  await keep();
};

const load = async (url, signal) => {
  const answer = await fetch(url, { cache: "no-cache", credentials: "omit", signal });
  // What may not be stored is the last text that the site had, while it cannot look for a newer one.
  if (answer.status >= 500 || answer.status === 429 || /no-store/.test(answer.headers.get("Cache-Control"))) throw new Error(url);
  return answer;
};

const marked = async (answer, list, url) => {
  const { due, unchecked } = list.pages.find((page) => page.url === url) ?? {};
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  headers.set(SAVED, new Date().toISOString());
  headers.set(VERSION, list.version);
  headers.set(STANDING, JSON.stringify({ due, unchecked }));
  return new Response(await answer.blob(), { headers });
};

// Of this very text: after an update that broke off, the list speaks of a newer one.
const standing = (copy) => JSON.parse(copy.headers.get(STANDING) ?? "{}");

// When a copy was last what the site shows: when it was loaded, or found to be still of the newest version.
const dateOf = (copy, list) => (copy.headers.get(VERSION) === list.version ? list.checked : copy.headers.get(SAVED));
