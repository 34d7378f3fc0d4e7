// Loads a script once the page is painted: none holds up what somebody came to read. Scripts run in the order of their tags.
{
  const { dataset } = document.currentScript;
  const load = () => {
    const script = document.createElement("script");
    Object.assign(script.dataset, dataset);
    Object.assign(script, { src: dataset.src, async: false });
    document.head.append(script);
  };
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(load)));
}
