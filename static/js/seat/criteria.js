// Finding a word in the criteria while a project waits.

export function searchCriteria() {
  const box = document.getElementById("criteria-search");
  const told = document.getElementById("criteria-found");
  box?.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const parts = [...document.querySelectorAll("#criteria [data-find]")];
    parts.forEach((part) => (part.hidden = !words.every((word) => part.textContent.toLowerCase().includes(word))));
    const found = parts.filter((part) => !part.hidden).length;
    told.textContent = words.length ? (found ? `${found} found` : "Nothing found. Try another word.") : "";
  });
}
