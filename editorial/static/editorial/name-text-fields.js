// The text editor replaces a textarea by an area of its own: it takes over the name that a screen reader says.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  editor.view.dom.setAttribute("aria-label", textarea.getAttribute("aria-label"));
});
