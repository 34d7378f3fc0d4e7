// The page “Offline reading”, and the list on the page that stands for one that is not saved. Needs dates.js and saved.js.
{
  const find = (id) => document.getElementById(id);
  const room = find("saving");
  const words = room?.dataset;
  const essential = document.querySelector("[data-save]");
  const offer = essential?.textContent;

  const say = (text) => (find("saving-status").textContent = text);

  const copies = async (list) => {
    const found = await Promise.all(list.pages.map(async (page) => ({ ...page, copy: await saved(page.url) })));
    return found.filter((page) => page.copy).map((page) => ({ ...page, ...standing(page.copy) }));
  };

  const show = async () => {
    const list = await savedList();
    const pages = list ? await copies(list) : [];
    find("saved-pages").replaceChildren(...pages.map(({ url, title, due }) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      Object.assign(link, { href: url, textContent: title });
      row.append(link, ` ${dueWords(list.words, due)}`);
      return row;
    }));
    find("saved").hidden = !pages.length;
    if (!room) return list;
    find("remove").hidden = !list;
    // Where the whole library is saved, the other pages go.
    essential.textContent = list?.whole ? essential.dataset.fewer : offer;
    const dues = pages.map((page) => page.due).filter(Boolean).sort();
    const unchecked = pages.filter((page) => page.unchecked).length;
    const late = dues.filter(isOverdue).length;
    const oldest = pages.map((page) => dateOf(page.copy, list)).sort()[0];
    find("saving-state").textContent = !list ? words.nothing : [
      fill(words.count, { count: pages.length, all: list.pages.length }),
      oldest ? age(words.age, oldest) : "",
      late ? fill(words.late, { count: late }) : dues.length ? fill(words.due, { date: day(dues[0]) }) : "",
      unchecked ? fill(words.unchecked, { count: unchecked }) : "",
    ].join(" ");
    return list;
  };

  // The last button that was pressed counts: it stops what is still going on.
  let stop = new AbortController();
  let current = Promise.resolve();
  const run = (task, failed) => {
    stop.abort();
    const { signal } = (stop = new AbortController());
    current = current.then(async () => {
      try {
        await task(signal);
      } catch (error) {
        if (!signal.aborted) say(error.name === "QuotaExceededError" ? words.full : failed);
      }
      find("saving-progress").hidden = true;
      await show();
    });
  };

  const saveAll = async (whole, signal) => {
    const bar = find("saving-progress");
    await navigator.serviceWorker.register(words.worker);
    const report = (done, all) => {
      Object.assign(bar, { hidden: false, max: all, value: done });
      // Ten times in all: a screen reader says each.
      if (done % Math.ceil(all / 10) === 0) say(fill(words.progress, { done, all }));
    };
    await save(whole, report, signal);
    say((await savedList()) ? words.done : words.removed);
  };

  const removeAll = async () => {
    await caches.delete(NAME);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    say(words.removed);
    essential.focus();
  };

  const start = async () => {
    const list = await show();
    if (!room) return;
    find("no-saving").hidden = true;
    for (const button of document.querySelectorAll("[data-save]")) {
      button.addEventListener("click", () => run((signal) => saveAll(button.dataset.save === "whole", signal), words.broken));
      button.disabled = false;
    }
    find("remove").addEventListener("click", () => run(removeAll, words.kept));
    // Who comes here with a copy has it brought up to date. Without a connection it stays as it is, and says how old it is.
    if (list) run((signal) => saveAll(list.whole, signal), "");
  };

  const refuse = (reason) => {
    if (reason) console.error(reason);
    if (!room) return;
    room.hidden = true;
    find("no-saving").classList.remove("without-scripts");
  };

  // In some private windows the caches refuse to be asked.
  if ("serviceWorker" in navigator && "caches" in globalThis) start().catch(refuse);
  else refuse();
}
