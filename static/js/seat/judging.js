// Judging one project after another: what the keys and buttons do, and what the server says to it.

import { Mix, TIERS } from "./mix.js";
import { newKey } from "./outbox.js";
import { Recall } from "./recall.js";
import { Stack } from "./stack.js";

export const SIGN_OF_LIFE_MS = 25000;
const ACTIVE_MS = 45000; // no key, touch or scroll for so long counts as away
const LOOK_AGAIN_MS = 5000; // while there is nothing to judge

export class Judging {
  constructor(form, outbox, { isReplaced = false } = {}) {
    this.form = form;
    this.seat = form.elements.seat.value;
    this.round = form.elements.round.value;
    this.banner = document.getElementById("seat-banner");
    this.firstBanner = this.banner.hidden ? "" : this.banner.textContent.trim();
    this.stack = new Stack(document.getElementById("stack"), { isReplaced });
    this.mix = new Mix(form);
    const own = JSON.parse(document.getElementById("own-answers").textContent);
    this.recall = new Recall(own);
    this.stack.history = own.map((each) => each.project);
    this.done = new Set([...this.stack.history, ...JSON.parse(form.dataset.passed)]);
    this.outbox = outbox;
    this.outbox.context = () => this.context();
    this.lastReply = 0;
    this.lastActive = Date.now();
    this.unfinished = null;
    this.letGoAt = null;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(this.outbox.prefix) : null;
    this.ending = new AbortController();
    this.listen();
    this.takeBackWhatWaits();
    this.shown();
    this.showState();
    this.outbox.flush();
    this.ask();
  }

  listen() {
    const { signal } = this.ending;
    const on = (target, type, handler, options = {}) => target.addEventListener(type, handler, { signal, ...options });
    on(this.form, "click", (event) => this.clicked(event));
    on(this.form, "submit", (event) => this.submitted(event));
    on(document, "keydown", (event) => this.pressed(event), { capture: true });
    on(this.outbox, "change", () => this.showState());
    on(this.outbox, "reply", (event) => this.took(event.detail.reply));
    on(this.outbox, "lost", () => this.tell("This browser has lost its seat. Open your personal link; what you answered is kept here until then."));
    ["keydown", "pointerdown", "pointermove", "scroll", "touchstart"].forEach((type) => on(document, type, () => (this.lastActive = Date.now()), { passive: true, capture: true }));
    if (this.channel) this.channel.onmessage = (event) => this.doneElsewhere(event.data.done);
    this.timers = [
      setInterval(() => this.ask(), SIGN_OF_LIFE_MS),
      setInterval(() => this.stack.front || this.ask(), LOOK_AGAIN_MS),
      setInterval(() => this.watchClock(), 500),
    ];
  }

  stop() {
    this.outbox.context = () => ({});
    this.ending.abort();
    this.timers.forEach(clearInterval);
    this.channel?.close();
  }

  get isInHand() {
    return Boolean(this.stack.front) && !this.stack.revisited;
  }

  get isTimeUp() {
    return Boolean(document.querySelector("#seat-bar .clock.over"));
  }

  context() {
    return {
      have: this.stack.cards.map((card) => card.dataset.project).join(","),
      avoid: this.stack.ids("later").join(","),
      hand: [this.stack.front?.dataset.project, ...this.outbox.waiting.map((item) => item.fields.project)].filter(Boolean).join(","),
    };
  }

  // ---------- What the person does ----------

  pressed(event) {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") this.escaped();
    if (event.key.toLowerCase() === "r" && event.target.matches?.("[data-digits]") && !document.documentElement.hasAttribute("data-keys-off")) {
      event.preventDefault();
      this.mix.restInto(TIERS.indexOf(event.target.name));
      return;
    }
    if (event.key === "Enter" && event.target.matches?.("[data-digits]")) {
      event.preventDefault();
      this.saveMix();
    } else if (event.key === "Enter" && !event.target.closest?.("button, a, summary, textarea, input, select")) {
      event.preventDefault();
      if (this.stack.revisited && this.mix.touched.length === 0) this.keepAndGoOn();
      else this.saveMix();
    }
    if (!event.shiftKey || document.documentElement.hasAttribute("data-keys-off") || event.target.matches?.("textarea")) return;
    const index = this.tierOfKey(event);
    if (index < 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.quarter(index);
  }

  tierOfKey(event) {
    const digit = /^(?:Digit|Numpad)([1-4])$/.exec(event.code)?.[1];
    const keys = [...this.form.querySelectorAll("[name=tier]")].map((button) => button.getAttribute("aria-keyshortcuts") || button.dataset.key);
    return keys.findIndex((key) => key === digit || key.toLowerCase() === event.key.toLowerCase());
  }

  // One thing at a time: what has opened over the page first, and only then the mix.
  escaped() {
    const open = document.querySelectorAll("details.menu[open]");
    open.forEach((details) => (details.open = false));
    if (this.form.contains(document.activeElement)) document.activeElement.blur();
    if (this.isMixing && !open.length) this.setMixing(false);
  }

  submitted(event) {
    event.preventDefault();
    const button = event.submitter;
    if (button?.name === "reason") this.pass(button.value);
    else if (button?.id === "later") this.later();
    else if (button?.name === "as_before") this.asBefore();
    else if (button?.name === "tier") this.tier(button.value);
    else this.saveMix();
  }

  clicked(event) {
    const button = event.target.closest("button, a, summary, input");
    if (!button) return;
    if (button.id === "undo") {
      event.preventDefault();
      this.undo();
    }
    if (button.id === "mix-toggle") this.toggleMix();
    if (button.dataset.preset) this.preset(button.dataset.preset);
    if (button.parentElement?.id === "note") {
      event.preventDefault();
      this.toggleNote(button.parentElement);
    }
  }

  // By hand, so that whatever is typed next is already in the box: the browser opens it a moment later.
  toggleNote(note) {
    note.open = !note.open;
    if (note.open) this.form.elements.note.focus();
  }

  tier(tier) {
    if (this.isMixing) return this.quarter(TIERS.indexOf(tier));
    return this.answer(TIERS.map((each) => (each === tier ? 100 : 0)));
  }

  quarter(index) {
    if (!this.stack.front) return;
    this.mix.quarter(index);
    this.setMixing(true);
    this.say(this.mix.bar.getAttribute("aria-label"));
  }

  preset(which) {
    if (which === "last") this.mix.asLast();
    else this.mix.preset(Number(which));
    this.setMixing(true);
  }

  get isMixing() {
    return this.form.hasAttribute("data-mixing");
  }

  setMixing(on) {
    if (on === this.isMixing && on) return;
    this.form.toggleAttribute("data-mixing", on);
    document.getElementById("mix-toggle").setAttribute("aria-pressed", String(on));
    if (!on) this.mix.reset();
  }

  // A keyboard on the glass would cover the card, so there the boxes wait for a touch.
  toggleMix() {
    this.setMixing(!this.isMixing);
    if (this.isMixing && !matchMedia("(pointer: coarse)").matches) this.mix.boxes[0].focus();
  }

  saveMix() {
    if (!this.stack.front) return;
    if (this.mix.isWhole) this.answer(this.mix.values);
    else this.tell(this.mix.isEmpty ? "Press a tier, or fill the boxes until they add to 100." : `The boxes add to ${this.mix.sum}. They must add to 100.`);
  }

  asBefore() {
    if (this.alike) this.answer(this.alike.shares);
  }

  answer(shares) {
    const card = this.stack.front;
    if (!card || !this.stack.isReady) return;
    const confidence = this.form.elements.confidence.checked ? "unsure" : "";
    const note = this.form.elements.note.value.trim();
    const fields = Object.fromEntries(TIERS.map((tier, index) => [tier, shares[index]]));
    this.send(this.form.action, card, { ...fields, confidence, note, seconds: this.stack.seconds });
    this.recall.note(card, shares, confidence, note);
    this.mix.remember(shares);
    this.goOn(card);
  }

  pass(reason) {
    const card = this.stack.front;
    if (!card || !this.stack.isReady) return;
    this.send(this.form.dataset.passes, card, { reason, note: this.form.elements.note.value.trim() });
    const reach = reason.split(":")[1];
    if (reach) this.stack.drop((each) => each !== card && each.dataset[reach] === card.dataset[reach]);
    this.goOn(card);
  }

  send(url, card, fields) {
    const { project, version } = card.dataset;
    this.outbox.add({ url, fields: { seat: this.seat, round: this.round, project, version, ...fields } });
    this.channel?.postMessage({ done: Number(project) });
  }

  goOn(card) {
    const wasRevisited = this.stack.revisited;
    this.stack.done(card);
    this.done.add(Number(card.dataset.project));
    this.banner.hidden = true;
    this.stack.show();
    this.shown();
    this.showProgress();
    if (this.unfinished && !wasRevisited) this.unfinished();
  }

  later() {
    const card = this.stack.front;
    if (!card || !this.stack.isReady || this.stack.revisited) return;
    this.stack.putOff(card);
    this.stack.show();
    this.shown();
    this.ask({ later: card.dataset.project });
  }

  async undo() {
    const project = this.stack.before();
    if (project === null) return this.tell("There is nothing to go back to.");
    const card = this.stack.card(project) || (await this.fetchCard(project));
    if (!card) return this.tell("There is no connection to bring it back with. Try again in a moment.");
    card.dataset.state = "done";
    this.stack.goBack(card);
    this.shown();
    return undefined;
  }

  keepAndGoOn() {
    this.stack.leaveBack();
    this.shown();
  }

  async fetchCard(project) {
    try {
      const response = await fetch(`${this.form.dataset.projects}${project}/`, { headers: { Accept: "application/json" } });
      return response.ok ? this.stack.add(await response.text()) : null;
    } catch {
      return null;
    }
  }

  // ---------- What the page shows ----------

  // After every change of card: the form is empty again and speaks of what is in front.
  shown() {
    const card = this.stack.front;
    this.form.hidden = !card;
    this.form.elements.project.value = card?.dataset.project || "";
    this.form.elements.version.value = card?.dataset.version || "";
    this.form.elements.key.value = newKey();
    this.form.elements.confidence.checked = false;
    this.form.elements.note.value = "";
    this.setMixing(false);
    this.form.querySelectorAll("details[open]").forEach((details) => (details.open = false));
    this.showBack(card);
    this.showAlike(card);
    this.showReach(card);
  }

  showReach(card) {
    this.form.querySelectorAll("[data-reach]").forEach((button) => {
      const name = card?.dataset[button.dataset.reach] || "";
      button.hidden = !name;
      button.querySelector("b").textContent = name;
    });
  }

  showBack(card) {
    const before = this.stack.revisited && this.recall.get(card.dataset.project);
    if (this.stack.revisited) {
      this.mark(before?.shares);
      const words = before ? `You answered ${this.inWords(before.shares)}.` : "You did not judge this one.";
      this.tell(`${words} Choose again to change it, or`, { keep: true });
      if (before) this.mix.values = before.shares;
      this.form.elements.note.value = before?.note || "";
      this.form.elements.confidence.checked = before?.confidence === "unsure";
    } else {
      this.mark(null);
      this.phaseChanged();
    }
  }

  mark(shares) {
    this.form.querySelectorAll("[name=tier]").forEach((button, index) => button.toggleAttribute("data-chosen", Boolean(shares && shares[index] > 0)));
  }

  showAlike(card) {
    const offer = document.getElementById("as-before");
    this.alike = card && !this.stack.revisited ? this.recall.for(card) : null;
    offer.hidden = !this.alike;
    if (this.alike) offer.querySelector("span").textContent = `${this.alike.why} “${this.alike.name}”, where you chose ${this.inWords(this.alike.shares)}.`;
  }

  inWords(shares) {
    const labels = [...this.form.querySelectorAll("[name=tier] b")].map((b) => b.lastChild.textContent.trim());
    return shares.map((share, index) => (share === 100 ? labels[index] : share ? `${labels[index]} ${share} %` : "")).filter(Boolean).join(", ");
  }

  tell(words, { keep = false } = {}) {
    this.banner.hidden = !words;
    const line = this.banner.querySelector("p");
    line.textContent = `${words} `;
    if (!keep) return;
    const button = document.createElement("button");
    button.className = "link-button";
    button.textContent = "keep it and go on";
    button.addEventListener("click", () => this.keepAndGoOn());
    line.append(button);
  }

  phaseChanged() {
    const phase = this.isTimeUp ? "time_up" : document.getElementById("seat-phase").dataset.phase;
    if (this.stack.revisited) return;
    if (phase === "time_up" && this.stack.front) this.tell("Time is up. Finish the project in front of you.");
    else if (phase === "paused" && this.stack.front) this.tell("The room is paused. You may finish the project in front of you.");
    else if (this.unfinished) this.tell("The room has moved on. Finish the project in front of you.");
    else this.banner.hidden = true;
  }

  watchClock() {
    if (this.letGoAt && Date.now() > this.letGoAt) this.letGo();
    if (this.isTimeUp === this.wasTimeUp) return;
    this.wasTimeUp = this.isTimeUp;
    if (this.isTimeUp) {
      this.stack.dropAllButFront();
      this.letGoAfterGrace();
      if (!this.stack.front) this.ask();
    } else {
      this.letGoAt = null;
      this.ask();
    }
    this.phaseChanged();
  }

  // The server counts what was in hand for as long as a lease lasts after the end, and so long it stays.
  letGoAfterGrace() {
    this.letGoAt ??= Date.now() + Number(this.form.dataset.grace) * 1000;
  }

  letGo() {
    this.letGoAt = null;
    if (this.unfinished) return this.unfinished();
    this.stack.letGo();
    this.shown();
    return this.ask();
  }

  showState() {
    const [refused] = this.outbox.refused;
    if (refused) this.tell(refused.refused);
    if (!this.stack.front) this.showEmpty();
  }

  showEmpty(reply = this.emptyReply) {
    this.emptyReply = reply;
    const [heading, words] = this.outbox.failures
      ? ["Waiting for the connection", "Your answers are kept on this device and sent as soon as it is back. New projects come with it."]
      : [reply?.left_heading, reply?.left_words];
    if (!heading) return;
    this.stack.empty.querySelector("h1").textContent = heading;
    this.stack.empty.querySelector("p").textContent = words;
  }

  showProgress(words) {
    const progress = document.getElementById("seat-progress");
    if (!progress) return;
    if (words) this.pace = words.split(" · ")[1] || "";
    const pace = this.pace ?? progress.textContent.split(" · ")[1] ?? "";
    progress.textContent = `${this.done.size} done`;
    if (!pace) return;
    const word = document.createElement("span");
    word.className = "pace";
    word.textContent = ` · ${pace}`;
    progress.append(word);
  }

  say(words) {
    document.getElementById("seat-says").textContent = words;
  }

  // ---------- What comes from elsewhere ----------

  // A sign of life that brings more projects. Without activity it says only that the page is open.
  async ask(extra = {}) {
    if (document.hidden) return;
    const idle = Date.now() - this.lastActive > ACTIVE_MS ? { idle: 1 } : {};
    try {
      const response = await this.outbox.post(this.form.dataset.projects, { ...idle, ...extra });
      if (response.ok && !idle.idle) this.took(await response.json());
    } catch {
      this.showEmpty();
    }
  }

  took(reply) {
    if (reply.round !== undefined && String(reply.round) !== this.round) return;
    const waiting = new Set(this.outbox.waiting.map((item) => Number(item.fields.project)));
    if (!this.isTimeUp) reply.cards?.filter((each) => !waiting.has(each.project) && !this.done.has(each.project)).forEach((each) => this.stack.add(each.html));
    if (reply.now > this.lastReply) {
      this.lastReply = reply.now;
      this.stack.keepOnly(reply.held);
    }
    if (reply.progress) this.showProgress(reply.progress);
    const hadNone = !this.stack.front;
    if (hadNone && this.stack.show({ focus: this.stack.next() !== null })) this.shown();
    if (!this.stack.front) this.showEmpty(reply);
  }

  // Answers of an earlier visit that are still on their way: their projects are done.
  takeBackWhatWaits() {
    this.outbox.waiting.forEach((item) => this.markDone(Number(item.fields.project)));
    this.stack.show({ focus: false });
  }

  doneElsewhere(project) {
    this.markDone(project);
    if (this.stack.show()) this.shown();
    this.showProgress();
  }

  markDone(project) {
    const card = this.stack.card(project);
    this.done.add(project);
    if (card && card !== this.stack.revisited) this.stack.done(card);
  }

  // The room moved on while a project was in hand: it can be finished first.
  finishThen(go) {
    this.unfinished = go;
    this.letGoAfterGrace();
    this.stack.dropAllButFront();
    this.phaseChanged();
  }
}
