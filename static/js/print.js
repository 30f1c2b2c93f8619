// <button data-print hidden>Print</button>: shown where scripts run; opens every <details> on paper.

const show = () => document.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));

document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("main details:not([open])").forEach((details) => {
    details.open = true;
    details.dataset.openedForPrint = "";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("[data-opened-for-print]").forEach((details) => {
    details.open = false;
    delete details.dataset.openedForPrint;
  });
});
document.addEventListener("poll:updated", show);
show();
