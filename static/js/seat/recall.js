// What this seat answered itself, to offer "as before" when a look-alike comes.

const ALIKE = 0.7; // shared words of all words

function wordsOf(text) {
  return new Set(text.toLowerCase().replace(/[0-9]+/g, " ").match(/\p{L}{3,}/gu) || []);
}

function likeness(one, other) {
  if (!one.size || !other.size) return 0;
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / (one.size + other.size - shared);
}

export class Recall {
  constructor(answers) {
    this.answers = new Map(answers.map((each) => [each.project, { ...each, words: wordsOf(`${each.name} ${each.text}`) }]));
  }

  get(project) {
    return this.answers.get(Number(project));
  }

  note(card, shares, confidence, note) {
    const project = Number(card.dataset.project);
    this.answers.delete(project);
    this.answers.set(project, {
      project,
      name: card.dataset.name,
      provider: card.dataset.provider,
      words: wordsOf(this.textOf(card)),
      shares,
      confidence,
      note,
    });
  }

  textOf(card) {
    return `${card.dataset.name} ${(card.querySelector(".why .start")?.textContent || "").slice(0, 600)}`;
  }

  // The own answer that comes nearest: near-identical text first, then the same provider, latest first.
  for(card) {
    const words = wordsOf(this.textOf(card));
    const others = [...this.answers.values()].reverse().filter((each) => each.project !== Number(card.dataset.project));
    const twin = others.find((each) => likeness(words, each.words) >= ALIKE);
    if (twin) return { ...twin, why: "Much the same as" };
    const provider = card.dataset.provider && others.find((each) => each.provider === card.dataset.provider);
    return provider ? { ...provider, why: "Same provider as" } : null;
  }
}
