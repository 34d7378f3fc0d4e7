// The button that prints works only where scripts run: elsewhere it stays hidden, and the menu of the browser prints.
{
  const button = document.querySelector(".controls button");
  button.hidden = false;
  button.addEventListener("click", () => print());
}
