// <form data-busy="reading"> reveals <div id="reading" hidden> while its answer is awaited: a long
// file takes a while, and a page that says nothing looks dead.

document.addEventListener("submit", (event) => {
  const waiting = event.target.dataset.busy && document.getElementById(event.target.dataset.busy);
  if (waiting && !event.defaultPrevented) waiting.hidden = false;
});

// Back from the next page: the wait is over.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-busy]").forEach((form) => {
    document.getElementById(form.dataset.busy).hidden = true;
  });
});
