// <details data-fold open>: a part of a long page that is folded on a phone until somebody wants it.

const isNarrow = matchMedia("(max-width: 40rem)");
const parts = document.querySelectorAll("details[data-fold]");

// A link that leads to a folded part, or into it, opens it.
function unfoldTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const part = target?.closest("details[data-fold]");
  if (!part || part.open) return;
  part.open = true;
  part.scrollIntoView();
}

if (isNarrow.matches) {
  const wanted = location.hash.slice(1);
  const isPaged = new URLSearchParams(location.search).has("page");
  parts.forEach((part) => (part.open = part.id === wanted || (isPaged && part.id === "projects")));
}
addEventListener("hashchange", unfoldTarget);
document.addEventListener("click", (event) => event.target.closest("a[href^='#']") && setTimeout(unfoldTarget));
