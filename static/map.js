// The map under the hand: drag, wheel, arrow keys and + - ask for the same page that the links lead to and
// put its map and table in place. Without this file all links and the form work as they are.
// A finger moves it east and west; north and south it goes on scrolling the page, and the links lead there.
"use strict";

const NAME = "map-view", SAID = "map-said";
let asked = 0, here = location.pathname + location.search;

async function show(address, keep) {
  const number = ++asked, focused = document.activeElement && document.activeElement.id;
  const inFrame = Boolean(document.activeElement && document.activeElement.closest(".map-frame"));
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(NAME);
    if (number !== asked) return;
    const scrolled = document.querySelector(".map-frame").scrollLeft;
    document.getElementById(NAME).replaceWith(fresh);
    fresh.querySelector(".map-frame").scrollLeft = scrolled;
    document.getElementById(SAID).replaceChildren(...page.getElementById(SAID).childNodes);
    if (keep) history.pushState(null, "", fresh.dataset.address);
    here = location.pathname + location.search;
    const again = focused && document.getElementById(focused);
    if (again) again.focus();
    else if (inFrame) fresh.querySelector(".map-frame").focus({preventScroll: true});
  } catch {
    location.href = address;
  }
}

function moved(right, down, closer) {
  const from = new URL(document.getElementById(NAME).dataset.address, location.href);
  for (const [name, value] of Object.entries({right, down, closer})) {
    if (value) from.searchParams.set(name, value);
  }
  show(from.href, true);
}

function box(svg) {
  return svg.getAttribute("viewBox").split(" ").map(Number);
}

// A map wider than the window shows its middle first, where the view is.
const frame = document.querySelector(".map-frame");
frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;

let drag = null;

document.addEventListener("pointerdown", (event) => {
  const svg = event.target.closest && event.target.closest(".map-frame .map");
  if (!svg || event.button || !event.isPrimary) return;
  const around = svg.closest(".map-frame"), touch = event.pointerType === "touch";
  drag = {svg, around, touch, left: around.scrollLeft, x: event.clientX, y: event.clientY, box: box(svg), far: false};
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const size = drag.svg.getBoundingClientRect();
  let right = drag.x - event.clientX, down = drag.y - event.clientY;
  if (drag.touch) {
    // First to the edge of what is drawn, then beyond it.
    drag.around.scrollLeft = drag.left + right;
    right -= drag.around.scrollLeft - drag.left;
    down = 0;
  }
  drag.right = right / size.width;
  drag.down = down / size.height;
  drag.far = drag.far || Math.hypot(right, down) > 5;
  if (!drag.far) return;
  const [left, top, width, height] = drag.box;
  drag.svg.classList.add("dragged");
  drag.svg.setAttribute("viewBox", [left + drag.right * width, top + drag.down * height, width, height].join(" "));
});

document.addEventListener("pointerup", () => {
  const done = drag;
  drag = null;
  if (done && done.far) {
    // The click that ends a drag, on whatever mark it ends, is none.
    const stop = (event) => event.preventDefault();
    document.addEventListener("click", stop, true);
    setTimeout(() => {
      document.removeEventListener("click", stop, true);
      moved(done.right, done.down, 0);
    }, 0);
  }
});

document.addEventListener("pointercancel", () => {
  if (drag) drag.svg.setAttribute("viewBox", drag.box.join(" "));
  drag = null;
});

document.addEventListener("dragstart", (event) => {
  if (event.target.closest && event.target.closest(".map")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("#" + NAME + " :is(.move, .map, .goto) a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const address = new URL(link.getAttribute("href"), location.href);
  // A country narrows the form as well, so its page comes whole.
  if (address.pathname !== location.pathname || address.hash || !address.searchParams.has("at")) return;
  event.preventDefault();
  show(address.href, true);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.closest || !event.target.closest(".map-frame") || event.ctrlKey || event.altKey || event.metaKey) return;
  const link = document.querySelector('#' + NAME + ' .move [data-key="' + CSS.escape(event.key === "=" ? "+" : event.key) + '"]');
  if (!link) return;
  event.preventDefault();
  show(link.href, true);
});

// Wheel with Ctrl, as on other maps in a page: the wheel alone goes on scrolling the page.
let wheeled = 0;
document.addEventListener("wheel", (event) => {
  const svg = event.ctrlKey && event.target.closest && event.target.closest(".map-frame .map");
  if (!svg) return;
  event.preventDefault();
  if (Date.now() - wheeled < 250) return;
  wheeled = Date.now();
  const size = svg.getBoundingClientRect();
  const right = (event.clientX - size.left) / size.width - 0.5, down = (event.clientY - size.top) / size.height - 0.5;
  if (event.deltaY < 0) moved(right / 2, down / 2, 1);
  else moved(-right, -down, -1);
}, {passive: false});

// A jump to a line of the table is no other view.
addEventListener("popstate", () => {
  if (location.pathname + location.search !== here) show(location.href, false);
});
