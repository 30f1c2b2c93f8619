// Live fragments. The server draws; this asks, with the revision that the page holds.
//   <section id="room" data-poll="/workshops/7/room/" data-revision="41" data-every="2000"> … </section>
// 204: nothing changed. 200: the fragment replaces the element; without data-poll it stops.
// 401, 403, 404, 410: stop and say so. A failure backs off and shows one offline line.

const SLOWEST = 30000;
const HIDDEN_FACTOR = 5;
const JITTER = 0.2;
const LOST_FOR_GOOD = [401, 403, 404, 410];
const timers = new Map(); // element id → timer
const failures = new Map(); // element id → failures in a row

function delay(element) {
  const every = Number(element.dataset.every) || 2000;
  const failed = failures.get(element.id) || 0;
  const slowed = every * 2 ** failed * (document.hidden ? HIDDEN_FACTOR : 1);
  const jitter = 1 - JITTER + Math.random() * 2 * JITTER;
  return Math.min(slowed, Math.max(SLOWEST, every)) * jitter;
}

function schedule(element) {
  clearTimeout(timers.get(element.id));
  timers.set(element.id, setTimeout(() => ask(element.id), delay(element)));
}

async function ask(id) {
  const element = document.getElementById(id);
  if (!element?.dataset.poll) return;
  try {
    await take(element, await fetch(address(element), { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(10000) }));
  } catch {
    failures.set(id, (failures.get(id) || 0) + 1);
    showOffline(true);
  }
  const next = document.getElementById(id);
  if (next?.dataset.poll) schedule(next);
}

function address(element) {
  const url = new URL(element.dataset.poll, location.href);
  if (element.dataset.revision) url.searchParams.set("revision", element.dataset.revision);
  return url;
}

async function take(element, response) {
  if (LOST_FOR_GOOD.includes(response.status)) return stop(element);
  if (!response.ok) throw new Error(String(response.status));
  const html = response.status === 204 ? "" : await response.text();
  failures.delete(element.id);
  if (!failures.size) showOffline(false);
  const serverNow = response.headers.get("X-Server-Now");
  if (serverNow) document.dispatchEvent(new CustomEvent("server-now", { detail: serverNow }));
  if (response.redirected) return location.assign(response.url);
  if (html && element.isConnected && isForUs(element, html)) replace(element, html);
}

function stop(element) {
  delete element.dataset.poll;
  failures.delete(element.id);
  showOffline(true, "This page no longer follows the room. Load it again to go on.");
}

// A page that keeps state of its own takes the fragment itself by preventing this event.
function isForUs(element, html) {
  const detail = { element, html };
  return document.dispatchEvent(new CustomEvent("poll:fragment", { detail, cancelable: true }));
}

// Somebody who is typing, choosing or pressing in the fragment is left in peace until they are done.
function isBusy(element) {
  const active = document.activeElement;
  const isTyping = element.contains(active) && active.matches("input:not([type=checkbox]), textarea, select");
  return isTyping || element.querySelector("dialog[open], .htmx-request, :active") !== null;
}

// An answer may hold further parts of the page, marked <header id="bar" data-with="room">.
function replaceAlong(answer, id) {
  answer.querySelectorAll(`[data-with="${id}"][id]`).forEach((fresh) => {
    const old = document.getElementById(fresh.id);
    if (old && !isBusy(old)) swap(old, fresh);
  });
}

function replace(element, html) {
  if (isBusy(element)) return;
  const answer = new DOMParser().parseFromString(html, "text/html");
  const fresh = answer.getElementById(element.id);
  if (!fresh) return;
  replaceAlong(answer, element.id);
  swap(element, fresh);
  document.dispatchEvent(new CustomEvent("poll:updated", { detail: { id: fresh.id } }));
}

function swap(element, fresh) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...element.querySelectorAll("details[open][id]")].map((details) => details.id);
  element.replaceWith(document.adoptNode(fresh));
  opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  window.htmx?.process(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function showOffline(isOffline, words = "No connection. What you see may be old; trying again.") {
  let line = document.getElementById("offline");
  if (!line) {
    line = document.createElement("p");
    line.id = "offline";
    line.className = "offline";
    line.setAttribute("role", "status");
    line.hidden = true;
    document.body.prepend(line);
  }
  line.hidden = !isOffline;
  if (isOffline && line.textContent !== words) line.textContent = words;
}

function startAll() {
  document.querySelectorAll("[data-poll][id]").forEach((element) => {
    if (!timers.has(element.id)) schedule(element);
  });
}

function askAllNow() {
  document.querySelectorAll("[data-poll][id]").forEach((element) => {
    clearTimeout(timers.get(element.id));
    ask(element.id);
  });
}

document.addEventListener("visibilitychange", () => document.hidden || askAllNow());
document.addEventListener("poll:now", askAllNow);
document.addEventListener("htmx:afterSettle", startAll);
window.addEventListener("online", askAllNow);
startAll();
