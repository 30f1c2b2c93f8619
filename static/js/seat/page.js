// The assessor's seat: one key, one answer, the next project at once.

import { Judging, SIGN_OF_LIFE_MS } from "./judging.js";
import { Outbox } from "./outbox.js";
import { SavedMark } from "./saved_mark.js";
import { searchCriteria } from "./criteria.js";

document.documentElement.classList.add("scripted");
const saved = document.getElementById("saved-state");
const outbox = new Outbox({ name: `${location.pathname.split("/")[2]}.${saved.dataset.seat}` });
const mark = new SavedMark(saved, outbox);
let judging = null;

// `isReplaced`: the page changed under the person's hands, so what they press first was not meant for it.
function start({ isReplaced = false } = {}) {
  const form = document.getElementById("answer-form");
  judging = form ? new Judging(form, outbox, { isReplaced }) : null;
  if (judging) mark.show();
  else outbox.flush();
}

// The poll's answer. What is being judged is left alone: only the clock and the notices change. When its
// round has closed it may still be finished; when the room shows or asks something else it goes at once.
document.addEventListener("poll:fragment", (event) => {
  event.preventDefault();
  const fresh = new DOMParser().parseFromString(event.detail.html, "text/html");
  const now = document.getElementById("seat-phase");
  const next = fresh.getElementById("seat-phase");
  if (!next) return;
  const bar = fresh.getElementById("seat-bar");
  if (judging?.isInHand && next.dataset.room !== now.dataset.room && next.dataset.view === "answers_are_in") {
    judging.finishThen(() => replace(now, next, bar));
    return;
  }
  if (judging && next.dataset.room === now.dataset.room) {
    update(now, next, bar);
    return;
  }
  replace(now, next, bar);
});

function update(now, next, bar) {
  now.dataset.revision = next.dataset.revision;
  now.dataset.phase = next.dataset.phase;
  const rulings = next.querySelector("#seat-rulings");
  if (rulings) document.getElementById("seat-rulings").replaceWith(document.adoptNode(rulings));
  swapBar(bar);
  judging.phaseChanged();
}

function replace(now, next, bar) {
  judging?.stop();
  const isSame = next.dataset.room === now.dataset.room && next.innerHTML === now.innerHTML;
  if (isSame) {
    now.dataset.revision = next.dataset.revision;
  } else {
    now.replaceWith(document.adoptNode(next));
    next.querySelector("h1")?.focus({ preventScroll: true });
  }
  swapBar(bar);
  start({ isReplaced: !isSame });
  document.dispatchEvent(new Event("poll:updated"));
}

function swapBar(bar) {
  const progress = document.getElementById("seat-progress");
  document.getElementById("seat-bar").replaceWith(document.adoptNode(bar));
  if (progress && judging) document.getElementById("seat-progress")?.replaceWith(progress);
  document.dispatchEvent(new CustomEvent("poll:updated", { detail: { id: "seat-bar" } }));
}

// Whoever waits, listens or watches is in the room too; while projects are judged, `judging` says so.
function sayHere() {
  const { here } = document.getElementById("seat-phase").dataset;
  if (here && !judging && !document.hidden) outbox.post(here, { idle: 1 }).catch(() => {});
}

searchCriteria();
start();
sayHere();
setInterval(sayHere, SIGN_OF_LIFE_MS);
window.addEventListener("pageshow", (event) => event.persisted && judging?.ask());
