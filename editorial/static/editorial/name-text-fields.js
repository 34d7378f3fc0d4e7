// The text editor replaces a textarea by an area of its own: it takes over the name that a screen reader says. A row that is added
// learns its number only in the browser.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const [number] = textarea.name.match(/\d+/);
  editor.view.dom.setAttribute("aria-label", textarea.getAttribute("aria-label").replace("__prefix__", Number(number) + 1));
});
