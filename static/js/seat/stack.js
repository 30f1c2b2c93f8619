// The cards in the page. The next one is there already, so that showing it needs no network.
// A card waits, is in front, put off until later, or done.

import { afterPaint } from "./after_paint.js";

const SLIP_MS = 350; // a second click or key within this time was meant for the card before

export class Stack {
  constructor(element, { isReplaced = false } = {}) {
    this.element = element;
    this.empty = element.querySelector("#no-card");
    this.history = []; // done in this round, oldest first
    this.revisited = null;
    this.shownAt = performance.now() - (isReplaced ? 0 : SLIP_MS);
    this.workedMs = 0;
    this.front = this.next();
  }

  get cards() {
    return [...this.element.querySelectorAll(".seat-card")];
  }

  card(project) {
    return this.element.querySelector(`#project-${CSS.escape(String(project))}`);
  }

  // What stands in front: a card gone back to, else the next that waits, else one put off.
  next() {
    const open = this.cards.filter((card) => !card.dataset.state);
    return this.revisited || open[0] || this.cards.find((card) => card.dataset.state === "later") || null;
  }

  // Whether enough time has passed to have seen the card at all.
  get isReady() {
    return performance.now() - this.shownAt >= SLIP_MS;
  }

  get seconds() {
    return Math.round((performance.now() - this.shownAt) / 1000);
  }

  show({ focus = true } = {}) {
    const before = this.front;
    this.front = this.next();
    if (this.front === before && before && !before.hidden) return false;
    this.cards.forEach((card) => (card.hidden = card !== this.front));
    this.empty.hidden = Boolean(this.front);
    this.shownAt = performance.now();
    requestAnimationFrame(() => window.scrollTo(0, 0)); // then the page is laid out once, not twice
    if (focus) this.focusFront(document.activeElement);
    return true;
  }

  // Readers of the screen are led to the new card when it is there, unless the person went elsewhere.
  focusFront(before) {
    const front = this.front || this.empty;
    afterPaint(() => {
      const active = document.activeElement;
      if (!front.hidden && (active === before || active === document.body)) front.querySelector("h1").focus({ preventScroll: true });
    });
  }

  done(card) {
    card.dataset.state = "done";
    const project = Number(card.dataset.project);
    this.history = [...this.history.filter((each) => each !== project), project];
    this.revisited = null;
  }

  putOff(card) {
    card.dataset.state = "later";
    this.element.append(card);
    this.revisited = null;
  }

  // The project before the one in front, in the order in which they were done.
  before() {
    const at = this.revisited ? this.history.indexOf(Number(this.revisited.dataset.project)) : this.history.length;
    return at > 0 ? this.history[at - 1] : null;
  }

  goBack(card) {
    this.revisited = card;
    return this.show();
  }

  leaveBack() {
    this.revisited = null;
    return this.show();
  }

  add(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".seat-card");
    const known = fresh && this.card(fresh.dataset.project);
    if (known) {
      if (known.dataset.state === "later") delete known.dataset.state;
      return known;
    }
    if (!fresh) return null;
    fresh.hidden = true;
    this.element.insertBefore(document.adoptNode(fresh), this.empty);
    return fresh;
  }

  // Leaves out what the server no longer keeps for this seat, but never what is being read.
  keepOnly(held) {
    this.cards
      .filter((card) => !card.dataset.state && card !== this.front && !held.includes(Number(card.dataset.project)))
      .forEach((card) => card.remove());
  }

  dropAllButFront() {
    this.cards.filter((card) => !card.dataset.state && card !== this.front).forEach((card) => card.remove());
  }

  // Leaves out what waits and fits, such as the rest of a provider whom the person may not judge.
  drop(fits) {
    this.cards.filter((card) => card.dataset.state !== "done" && fits(card)).forEach((card) => card.remove());
  }

  letGo() {
    this.revisited = null;
    this.drop(() => true);
    return this.show();
  }

  ids(state) {
    return this.cards.filter((card) => (card.dataset.state || "") === state).map((card) => Number(card.dataset.project));
  }
}
