// <a href="/criteria/" data-opens="criteria">Criteria</a> opens <dialog id="criteria">; [data-closes] and Escape close it.
// Without scripts the link simply leads to its page.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog?.showModal) {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
});
