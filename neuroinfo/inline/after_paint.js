// Loads a script once the page is painted: none holds up what somebody came to read. Scripts run in the order of their tags.
{
  const { src } = document.currentScript.dataset;
  new PerformanceObserver((_, paint) => {
    paint.disconnect();
    document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
  }).observe({ type: "paint", buffered: true });
}
