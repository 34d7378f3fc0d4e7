// Loads the script of the search box once the page is painted: it must not hold up what somebody came to read.
{
  const { dataset } = document.currentScript;
  const load = () => {
    const script = document.createElement("script");
    Object.assign(script.dataset, dataset);
    script.src = dataset.src;
    document.head.append(script);
  };
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(load)));
}
