// The admin's fields that search while one chooses are built by a script, without a name that a screen reader could say: they take
// over that of the list that they replace. Rows below a form begin with an empty heading: it is none.
{
  const nameChoices = () => {
    for (const list of document.querySelectorAll("select.admin-autocomplete")) {
      const field = list.nextElementSibling;
      const name = list.getAttribute("aria-label") ?? list.labels[0]?.textContent.trim().replace(/:$/, "");
      if (!name || !field?.matches(".select2-container")) continue;
      const box = field.querySelector("[role=combobox]");
      const chosen = field.querySelector("[role=textbox]");
      if (box && chosen) {
        box.removeAttribute("aria-labelledby");
        box.setAttribute("aria-describedby", chosen.id);
      }
      for (const part of [box, chosen, field.querySelector("[role=searchbox]")]) part?.setAttribute("aria-label", name);
    }
  };

  // Its button that takes all choices away stands where only choices may stand; each choice has one of its own.
  for (const list of document.querySelectorAll("select.admin-autocomplete[multiple]")) list.dataset.allowClear = "false";
  for (const heading of document.querySelectorAll(".inline-group th:empty")) heading.setAttribute("role", "presentation");
  document.addEventListener("formset:added", nameChoices);
  django.jQuery(nameChoices);
}
