// Offers names while one types in the search box: a combobox with manual selection, as in the ARIA Authoring Practices.
// Without it, or without an answer, the form works as it is. Only this site is asked, and nothing is stored.
{
  const { address, label, count } = document.querySelector("script[data-address]").dataset;
  const PAUSE = 150;
  const LETTERS = /([\p{L}\p{N}].*){2}/u;

  const set = (element, attributes, ...content) => {
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...content);
    return element;
  };
  const make = (tag, ...rest) => set(document.createElement(tag), ...rest);

  const enhance = (input) => {
    const list = make("ul", { id: `${input.id}-suggestions`, class: "suggestions", role: "listbox", "aria-label": label });
    const status = make("p", { class: "visually-hidden", role: "status" });
    let active, timer, asked;

    const mark = (option) => {
      active = option;
      for (const each of list.children) set(each, { "aria-selected": each === active });
      active?.scrollIntoView({ block: "nearest" });
      set(input, { "aria-activedescendant": active?.id ?? "" });
    };
    const show = (isShown) => {
      list.hidden = !isShown;
      set(input, { "aria-expanded": isShown });
      mark();
    };
    const stop = () => {
      clearTimeout(timer);
      asked?.abort();
    };
    const close = () => {
      stop();
      show(false);
      status.textContent = "";
    };
    const optionOf = ({ text, label, url }, number) => {
      const option = make("li", { id: `${list.id}-${number}`, role: "option" }, text, " ", make("span", { class: "small" }, label));
      option.addEventListener("click", () => {
        close();
        if (url) return location.assign(url);
        input.value = text;
        input.form.submit();
      });
      return option;
    };
    const offer = (found) => {
      list.replaceChildren(...(found ?? []).map(optionOf));
      show(list.children.length > 0);
      status.textContent = found ? count.replace("%", found.length) : "";
    };
    const ask = async () => {
      const { signal } = (asked = new AbortController());
      let found;
      try {
        const answer = await fetch(`${address}?${new URLSearchParams({ q: input.value })}`, { signal, credentials: "omit" });
        if (answer.ok) found = (await answer.json()).suggestions;
      } catch {
        // No connection, or the next letter came.
      }
      if (!signal.aborted) offer(found);
    };
    const typed = () => {
      stop();
      mark();
      if (LETTERS.test(input.value)) timer = setTimeout(ask, PAUSE);
      else offer();
    };
    const pressed = (event) => {
      const options = [...list.children];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing) return;
      if (step && options.length) {
        if (list.hidden) show(true);
        // From the field to the first or last option, and from either end to the other.
        const next = active ? options.indexOf(active) + step : Math.min(step, 0);
        if (!event.altKey) mark(options.at(next % options.length));
      } else if (event.key === "Enter" && active) active.click();
      else if (event.key === "Escape") {
        if (list.hidden) {
          input.value = "";
          offer();
        }
        close();
      } else {
        if (/^(Home|End|Arrow)/.test(event.key)) mark();
        return;
      }
      event.preventDefault();
    };

    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
    show(false);
    input.parentElement.append(list);
    input.form.append(status);
    input.addEventListener("input", typed);
    input.addEventListener("keydown", pressed);
    input.addEventListener("blur", close);
    input.form.addEventListener("submit", close);
    // Keeps the focus in the field, or the list would close before the press ends.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    // Typed on a slow line, before this script was there.
    if (document.activeElement === input && input.value !== input.defaultValue) typed();
  };

  document.querySelectorAll("[role=search] [type=search]").forEach(enhance);
}
