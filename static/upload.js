// How far the build on /upload is, without refreshing by hand. Without this file the page has a link for it.
"use strict";

const running = document.querySelector("#running");

async function look() {
  let state;
  try {
    const answer = await fetch(running.dataset.status, {cache: "no-store"});
    if (!answer.ok) throw new Error(answer.statusText);
    state = await answer.json();
  } catch {
    setTimeout(look, 5000); // the server may be starting anew
    return;
  }
  if (!state.running) {
    location.replace(running.dataset.then);
    return;
  }
  const bar = running.querySelector("progress"), words = running.querySelector("[data-told]");
  if (state.all) {
    bar.max = state.all;
    bar.value = state.done;
    words.textContent = state.done < state.all
      ? `읽을 문서 ${state.all}건 가운데 ${state.done}건을 읽었습니다.`
      : "문서를 다 읽었습니다. 자료에 적고 있습니다.";
  }
  setTimeout(look, 1000);
}

if (running) setTimeout(look, 500);
