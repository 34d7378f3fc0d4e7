// Loads a script once the page is painted: none holds up what somebody came to read. Scripts run in the order of their tags.
{
  const { src } = document.currentScript.dataset;
  const load = () => document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(load)));
}
