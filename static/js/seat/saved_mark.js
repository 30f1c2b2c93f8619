// The word in the bar: saved, saving or not saved. It belongs to the page and not to the round, so an
// answer that is still on its way when the room moves on comes to its end here too.

export class SavedMark {
  constructor(element, outbox) {
    this.element = element;
    this.outbox = outbox;
    outbox.addEventListener("change", () => this.show());
    if (outbox.items.length) this.show();
  }

  get isFailing() {
    return this.outbox.failures > 0 && this.outbox.waiting.length > 0;
  }

  get words() {
    const { waiting, refused } = this.outbox;
    if (refused.length) return "not saved";
    if (this.isFailing) return `not saved, ${waiting.length} waiting`;
    return waiting.length ? "saving" : "saved";
  }

  show() {
    const { words } = this;
    this.element.hidden = false;
    this.element.dataset.state = words.startsWith("not") ? "failed" : words;
    this.element.title = this.outbox.refused[0]?.refused || "";
    if (this.element.textContent !== words) this.element.textContent = words;
    this.say();
  }

  say() {
    const { isFailing } = this;
    if (this.wasFailing !== undefined && isFailing !== this.wasFailing) {
      document.getElementById("seat-says").textContent = isFailing
        ? "Not saved: no connection. Your answers are kept here and sent as soon as possible. You can go on."
        : "Everything is saved.";
    }
    this.wasFailing = isFailing;
  }
}
