// Keys for the cards of /review. Without this file the cards are plain forms. A key counts only while a card
// (or what was just done) has the focus, never in a field, and never together with Ctrl, Alt or Meta.
"use strict";

const cards = [...document.querySelectorAll("[data-card]")];
const done = document.querySelector("#done");
let busy = false;

function move(from, step) {
  const next = cards[from ? cards.indexOf(from) + step : 0];
  if (!next) return;
  next.focus();
  next.scrollIntoView({block: "start"});
}

function press(scope, key) {
  const button = (key === "0" ? document : scope).querySelector(`[data-key="${key}"]`);
  if (!button || busy) return;
  if (button.form) button.form.requestSubmit(button);
  else button.click();
}

function act(event, scope, card) {
  // By the key's place where it is a letter: a Korean keyboard gives ㅓ for J.
  const letter = {KeyJ: "next", KeyK: "previous", KeyR: "reason"}[event.code];
  if (/^[0-4]$/.test(event.key)) press(scope, event.key);
  else if (event.key === "ArrowDown" || letter === "next") move(card, 1);
  else if (event.key === "ArrowUp" || letter === "previous") move(card, -1);
  else if (letter === "reason" && card) card.querySelector("[data-reason]")?.focus();
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  const scope = event.target.closest("[data-keys]");
  if (!scope || event.ctrlKey || event.altKey || event.metaKey) return;
  const card = scope.closest("[data-card]");
  if (!event.target.matches("input, select, textarea")) act(event, scope, card);
  else if (event.key === "Escape" && !event.isComposing) scope.focus();
});

// A second press while the answer is on its way would be a second answer.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (busy) event.preventDefault();
  busy = true;
});
window.addEventListener("pageshow", () => { busy = false; });

document.documentElement.classList.add("keyed");
if (cards.length) {
  if (done) cards[0].setAttribute("aria-describedby", "done");
  cards[0].focus({preventScroll: true});
} else {
  done?.focus();
}
