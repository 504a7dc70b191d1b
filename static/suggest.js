// Completions below a search box. Without this file the box is a plain form; with it, a combobox
// (WAI-ARIA 1.2): arrow keys choose, Enter takes, Escape closes. Waits while a syllable is being composed.
"use strict";

const TYPES = {institution: "기관", policy: "정책", visit: "방문", trip: "출장", document: "문서"};

function completions(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = input.id + "-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "추천 검색어");
  list.hidden = true;
  const status = document.createElement("span"); // read out by screen readers
  status.className = "hidden";
  status.setAttribute("role", "status");
  input.form.append(list, status);
  const attributes = {role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list"};
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  // Where the site stands below another address, the pages do too.
  const base = input.dataset.suggest.replace(/\/suggest\.json$/, "");
  let chosen = -1, timer = 0, asked = 0;

  function close() {
    list.hidden = true;
    status.textContent = "";
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function option(item, index) {
    const line = document.createElement("li");
    line.id = list.id + "-" + index;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.dataset.url = base + item.url;
    line.dataset.text = item.text;
    const meta = document.createElement("span");
    meta.className = "meta";
    meta.append([TYPES[item.type], item.title === item.text ? "" : item.title].filter(Boolean).join(" · "));
    line.append(item.text, " ", meta);
    return line;
  }

  function take(line) {
    input.value = line.dataset.text;
    close();
    location.href = line.dataset.url;
  }

  async function ask() {
    const query = input.value.trim(), number = ++asked;
    if (!query) return close();
    try {
      const answer = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(query));
      const {suggestions} = await answer.json();
      if (number !== asked || document.activeElement !== input) return;
      list.replaceChildren(...(suggestions || []).map(option));
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = list.hidden ? "" : `추천 ${list.children.length}개. 위아래 화살표로 고릅니다.`;
    } catch {
      close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (line) take(line);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(completions);
