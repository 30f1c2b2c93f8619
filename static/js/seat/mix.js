// A split over the four tiers: number boxes that stand still unless touched, and quarters by key.
// The first quarter key puts everything that is not yet placed in its tier; each further one moves 25
// from the fullest other tier. So a split entered by keys is whole at every moment.

const TIERS = ["upstream", "midstream", "downstream", "acute"];

export class Mix {
  constructor(form) {
    this.form = form;
    this.boxes = TIERS.map((tier) => form.elements[tier]);
    this.bar = form.querySelector("#mix-bar");
    this.total = form.querySelector("#mix-total");
    this.save = form.querySelector("#save-mix");
    this.touched = []; // tiers in the order in which they were pressed
    this.last = null;
    this.boxes.forEach((box, index) => box.addEventListener("input", () => this.typed(index)));
    form.querySelectorAll("[data-rest]").forEach((button) => {
      button.addEventListener("click", () => this.restInto(TIERS.indexOf(button.dataset.rest)));
    });
    this.draw();
  }

  get values() {
    return this.boxes.map((box) => Math.max(0, Math.min(100, Math.round(Number(box.value)) || 0)));
  }

  set values(values) {
    this.boxes.forEach((box, index) => (box.value = values[index] || ""));
    this.draw();
  }

  get sum() {
    return this.values.reduce((sum, value) => sum + value, 0);
  }

  get isWhole() {
    return this.sum === 100;
  }

  get isEmpty() {
    return this.boxes.every((box) => box.value === "");
  }

  typed(index) {
    this.boxes[index].value = this.boxes[index].value.replace(/\D/g, "");
    this.touch(index);
    this.draw();
  }

  touch(index) {
    if (!this.touched.includes(index)) this.touched.push(index);
  }

  quarter(index) {
    const values = this.values;
    this.touch(index);
    if (this.sum < 100) {
      this.restInto(index);
      return;
    }
    if (this.sum > 100) {
      this.values = TIERS.map((_, each) => (each === index ? 100 : 0));
      return;
    }
    const others = values.map((value, each) => (each === index ? -1 : value));
    const from = others.indexOf(Math.max(...others));
    const moved = Math.min(25, Math.max(others[from], 0));
    values[from] -= moved;
    values[index] += moved;
    this.values = values;
  }

  // 75/25 or 50/50 of the two tiers pressed first; with one, of it and its later neighbour.
  preset(part) {
    if (!this.touched.length) return;
    const [first, second = first === 3 ? 2 : first + 1] = this.touched;
    this.touch(second);
    this.values = TIERS.map((_, each) => (each === first ? part : each === second ? 100 - part : 0));
  }

  restInto(index) {
    const others = this.values.reduce((sum, value, each) => (each === index ? sum : sum + value), 0);
    const values = this.values;
    values[index] = Math.max(0, 100 - others);
    this.touch(index);
    this.values = values;
  }

  asLast() {
    if (this.last) this.values = this.last;
  }

  remember(values) {
    if (values.filter(Boolean).length > 1) this.last = values;
    this.showPresets();
  }

  reset() {
    this.touched = [];
    if (this.isEmpty) return;
    this.values = [0, 0, 0, 0];
  }

  draw() {
    let left = 0;
    this.values.forEach((value, index) => {
      const over = this.bar.querySelector(`[data-over="${TIERS[index]}"]`);
      [this.bar.querySelector(`.${TIERS[index]}`), over].filter(Boolean).forEach((rect) => {
        rect.setAttribute("x", `${Math.min(left, 100)}%`);
        rect.setAttribute("width", `${Math.max(0, Math.min(value, 100 - left))}%`);
      });
      left += value;
    });
    const missing = 100 - this.sum;
    this.total.textContent = missing === 0 ? "100 of 100" : missing > 0 ? `${this.sum} of 100, ${missing} left` : `${this.sum} of 100, ${-missing} too many`;
    this.total.classList.toggle("wrong", !this.isEmpty && missing !== 0);
    this.bar.setAttribute("aria-label", this.isEmpty ? "Nothing split yet" : TIERS.map((tier, index) => `${tier} ${this.values[index]} %`).join(", "));
    this.save.toggleAttribute("data-ready", this.isWhole);
    this.showPresets();
  }

  showPresets() {
    this.form.querySelectorAll("[data-preset]").forEach((button) => {
      button.disabled = button.dataset.preset === "last" ? !this.last : !this.touched.length;
    });
  }
}

export { TIERS };
