// Small courtesies of every page: focus on what went wrong, menus that close, no form sent twice.

document.querySelector("[data-focus-on-load]")?.focus();

// Where tabs are wider than the screen, the present one is in sight.
const tab = document.querySelector(".tabs [aria-current]");
const tabs = tab?.closest("ul");
if (tabs) tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;

// What was done a while ago is no news beside a room that has gone on since.
document.addEventListener("poll:updated", () => {
  if (performance.now() > 15000) document.querySelectorAll(".banners > .success").forEach((old) => old.remove());
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.querySelector(link.hash);
  if (field) {
    event.preventDefault();
    const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
    (control || field).focus();
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A second press within two seconds is a slip, not a wish.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 2000) event.preventDefault();
  form.dataset.sent = String(Date.now());
});
