// Short answers to an action: on the button itself, and aloud for screen readers.

const MILLISECONDS = 1800;

/** @type {HTMLElement | undefined} */
let announcer;

/**
 * Show a word in place of a button's own for a moment.
 * @param {HTMLElement} button
 * @param {string} word
 */
export function sayFor(button, word) {
  const own = (button.dataset.label ??= button.textContent ?? "");
  button.textContent = word;
  announce(word);
  setTimeout(() => {
    button.textContent = own;
  }, MILLISECONDS);
}

/** @param {string} words */
export function announce(words) {
  if (!announcer) {
    announcer = document.createElement("p");
    announcer.className = "visually-hidden";
    announcer.setAttribute("role", "status");
    // Behind an open dialog nothing is read out.
    (document.querySelector("dialog[open]") ?? document.body).append(announcer);
  }
  announcer.textContent = words;
}
