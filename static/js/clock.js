// Counts down to the server's due time, whatever the reader's own clock says.
//   <time class="clock" data-due="1764000000000" data-announce>31:40</time>   due, in ms since 1970
//   <time class="clock" data-paused-left="1180">19:40</time>                  seconds left while paused
// The page's <meta name="server-now"> (seconds) and the X-Server-Now header of polls set the clock right.

const MILESTONES = [600, 300, 60, 0]; // seconds left that are said aloud; nothing in between
let offset = 0; // server time minus this machine's, ms
let announcer;
const saidUpTo = new WeakMap();

export function serverNow() {
  return Date.now() + offset;
}

function setOffset(serverSeconds) {
  const value = Number(serverSeconds) * 1000 - Date.now();
  if (Number.isFinite(value)) offset = value;
}

function asClock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function announce(element, left) {
  if (!element.hasAttribute("data-announce")) return;
  const key = element.dataset.due;
  const before = saidUpTo.get(element);
  saidUpTo.set(element, { key, left });
  if (!before || before.key !== key) return;
  const reached = MILESTONES.find((m) => before.left > m && left <= m);
  if (reached === undefined) return;
  if (reached === 0) announcer.textContent = "Time is up. Finish what you have in front of you.";
  else announcer.textContent = reached === 60 ? "1 minute left." : `${reached / 60} minutes left.`;
}

function draw(element) {
  const paused = element.dataset.pausedLeft;
  const isPaused = paused !== undefined && paused !== "";
  const left = isPaused ? Number(paused) : (Number(element.dataset.due) - serverNow()) / 1000;
  if (!Number.isFinite(left)) return;
  const text = asClock(left);
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("paused", isPaused);
  element.classList.toggle("soon", !isPaused && left <= 60 && left > 0);
  element.classList.toggle("over", !isPaused && left <= 0);
  if (!isPaused) announce(element, left);
}

function drawAll() {
  document.querySelectorAll("[data-due], [data-paused-left]").forEach(draw);
}

function start() {
  announcer = document.createElement("div");
  announcer.className = "hidden-visually";
  announcer.setAttribute("role", "status");
  document.body.append(announcer);
  drawAll();
  setInterval(drawAll, 250);
}

// The meta time was written when the answer began, so the part of the way back is taken off.
const meta = document.querySelector('meta[name="server-now"]');
if (meta) {
  const [navigation] = performance.getEntriesByType("navigation");
  const since = navigation ? (performance.now() - navigation.responseStart) / 1000 : 0;
  setOffset(Number(meta.content) + since);
}
document.addEventListener("server-now", (event) => setOffset(event.detail));
document.addEventListener("poll:updated", drawAll);
start();
