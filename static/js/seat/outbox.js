// What the assessor chose, kept in this browser until the server has it. Each item is its own entry
// of localStorage, so that two tabs of one seat never overwrite each other; the key that it carries
// makes a second sending the same answer.

import { afterPaint } from "./after_paint.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const PATIENCE = 20000;

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http has no randomUUID
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Outbox extends EventTarget {
  // `context()` gives what every request carries at the moment of sending, such as the cards held.
  constructor({ name, context = () => ({}) }) {
    super();
    this.prefix = `bucketing.outbox.${name}.`;
    this.context = context;
    this.memory = new Map(); // where the browser refuses storage, as long as the page lives
    this.known = null; // what storage holds, read once until it changes
    this.failures = 0;
    this.isSending = false;
    this.timer = null;
    this.token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("storage", (event) => event.key?.startsWith(this.prefix) && this.changedElsewhere());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    window.addEventListener("beforeunload", (event) => this.waiting.length && event.preventDefault());
  }

  // Kept at once, so that nothing can lose it; sent when the next project is on the screen.
  add(item) {
    const kept = { ...item, key: item.key || newKey(), at: Date.now() };
    this.write(kept);
    this.tell();
    afterPaint(() => this.flush());
    return kept;
  }

  changedElsewhere() {
    this.known = null;
    this.tell();
  }

  get items() {
    this.known ??= this.read();
    return this.known;
  }

  read() {
    const found = new Map(this.memory);
    try {
      for (let index = 0; index < localStorage.length; index += 1) {
        const name = localStorage.key(index);
        if (name.startsWith(this.prefix)) found.set(name, JSON.parse(localStorage.getItem(name)));
      }
    } catch {
      // Without storage the memory is all there is.
    }
    return [...found.values()].sort((a, b) => a.at - b.at || a.order - b.order);
  }

  get waiting() {
    return this.items.filter((item) => !item.refused);
  }

  get refused() {
    return this.items.filter((item) => item.refused);
  }

  write(item) {
    this.known = null;
    const name = this.prefix + item.key;
    try {
      localStorage.setItem(name, JSON.stringify(item));
    } catch {
      this.memory.set(name, item);
    }
  }

  remove(item) {
    this.known = null;
    const name = this.prefix + item.key;
    this.memory.delete(name);
    try {
      localStorage.removeItem(name);
    } catch {
      // It was never there.
    }
  }

  hurry() {
    clearTimeout(this.timer);
    this.failures = Math.min(this.failures, 1);
    this.flush();
  }

  // One at a time and in order: the latest answer on a project is the one that counts.
  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      for (let [item] = this.waiting; item; [item] = this.waiting) await this.send(item);
    } catch {
      this.failures += 1;
      const wait = Math.min(FIRST_WAIT * 2 ** (this.failures - 1), LONGEST_WAIT);
      this.timer = setTimeout(() => this.flush(), wait * (0.8 + Math.random() * 0.4));
    }
    this.isSending = false;
    this.tell();
  }

  async send(item) {
    const response = await this.post(item.url, { ...item.fields, key: item.key, age: Math.max(0, Date.now() - item.at) });
    if (response.status === 422) {
      const { refused } = await response.json();
      this.write({ ...item, refused });
    } else {
      const reply = await response.json();
      this.remove(item);
      this.failures = 0;
      this.dispatchEvent(new CustomEvent("reply", { detail: { item, reply } }));
    }
    this.tell();
  }

  // Throws where the server did not take it; what it did not take stays here.
  async post(url, fields) {
    const body = new URLSearchParams({ ...this.context(), ...fields, csrfmiddlewaretoken: this.token });
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": this.token },
      credentials: "same-origin",
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 403) await this.refreshToken();
    if (response.status === 404) this.dispatchEvent(new Event("lost"));
    if (!response.ok && response.status !== 422) throw new Error(String(response.status));
    return response;
  }

  // Signing in elsewhere changes the token that forms carry; the answers need not suffer for it.
  async refreshToken() {
    const page = await (await fetch(location.href, { credentials: "same-origin" })).text();
    const found = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (found) this.token = found.value;
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}
