// Single-letter shortcuts that the reader can switch off or move to other keys (WCAG 2.1.4).
//   <button data-key="z">Undo <kbd>Z</kbd></button>          pressing Z clicks the button
//   <input type="checkbox" data-keys-switch>                  switches all of them
//   <input data-key-for="z" maxlength="1">                    moves one to another key
// Choices stay in this browser. Keys pressed in a text field, with a modifier or in a dialog are left alone.

const STORE = "bucketing.keys";

function load() {
  try {
    return { on: true, moved: {}, ...JSON.parse(localStorage.getItem(STORE) || "{}") };
  } catch {
    return { on: true, moved: {} };
  }
}

let settings = load();

function save() {
  try {
    localStorage.setItem(STORE, JSON.stringify(settings));
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
  show();
}

function keyOf(element) {
  const key = element.dataset.key;
  return settings.moved[key] || key;
}

// A box of digits takes digits; letters have nothing to do there and stay shortcuts.
function isTyping(target, key) {
  if (target.matches?.("[data-digits]") && /^[a-z?]$/i.test(key)) return false;
  return target.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");
}

function show() {
  document.documentElement.toggleAttribute("data-keys-off", !settings.on);
  document.querySelectorAll("[data-key]").forEach((element) => {
    const kbd = element.querySelector("kbd:not([data-fixed])");
    if (kbd) {
      kbd.hidden = !settings.on;
      if (keyOf(element).length === 1) kbd.textContent = keyOf(element).toUpperCase();
    }
    if (settings.on) element.setAttribute("aria-keyshortcuts", keyOf(element));
    else element.removeAttribute("aria-keyshortcuts");
  });
  document.querySelectorAll("[data-keys-switch]").forEach((box) => (box.checked = settings.on));
  document.querySelectorAll("[data-key-for]").forEach((input) => {
    if (input !== document.activeElement) input.value = settings.moved[input.dataset.keyFor] || input.dataset.keyFor;
  });
}

function press(event) {
  if (!settings.on || event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target, event.key)) return;
  const scope = document.querySelector("dialog[open]") || document;
  const key = event.key.toLowerCase();
  // Where digits need Shift, as on French keyboards, the bare key counts as its digit.
  const digit = event.shiftKey ? key : /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] || key;
  const target = [...scope.querySelectorAll("[data-key]")].find(
    (element) => [key, digit].includes(keyOf(element).toLowerCase()) && !element.disabled && element.getClientRects().length,
  );
  if (!target) return;
  event.preventDefault();
  if (target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) target.focus();
  else {
    const focused = document.activeElement;
    target.click();
    // The next Tab then leads into what has opened, unless the click has led there already.
    if (target.matches("summary") && document.activeElement === focused) target.focus();
  }
}

function change(event) {
  const { target } = event;
  if (target.matches?.("[data-keys-switch]")) {
    settings.on = target.checked;
    save();
  } else if (target.matches?.("[data-key-for]")) {
    move(target);
  }
}

function move(input) {
  const from = input.dataset.keyFor;
  const to = input.value.trim().toLowerCase().slice(0, 1);
  const taken = [...document.querySelectorAll("[data-key]")].some((e) => e.dataset.key !== from && keyOf(e) === to);
  input.setCustomValidity(taken ? "Another shortcut uses this key. Choose a different one." : "");
  if (taken) return input.reportValidity();
  if (!to || to === from) delete settings.moved[from];
  else settings.moved[from] = to;
  save();
}

document.addEventListener("keydown", press);
document.addEventListener("change", change);
document.addEventListener("poll:updated", show);
document.addEventListener("htmx:afterSettle", show);
document.addEventListener("keys:refresh", show);
show();
