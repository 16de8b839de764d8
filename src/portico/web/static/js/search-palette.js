// <search-palette>: `/` or Ctrl-K opens a dialog that finds while one types.

import { results } from "portico/search-results";

const PAUSE = 80;

class SearchPalette extends HTMLElement {
  /** @type {HTMLDialogElement | undefined} */
  dialog;

  connectedCallback() {
    const { source = "/api/v1/search", page = "/search" } = this.dataset;
    this.source = source;
    this.page = page;
    this.querySelector("a")?.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || location.pathname === page) return;
      event.preventDefault();
      this.open();
    });
    addEventListener("keydown", (event) => {
      if (isShortcut(event)) {
        event.preventDefault();
        this.open();
      }
    });
  }

  open() {
    this.dialog ??= this.build();
    if (!this.dialog.open) this.dialog.showModal();
  }

  build() {
    const dialog = document.createElement("dialog");
    dialog.className = "palette";
    dialog.setAttribute("aria-label", "Search");
    const form = document.createElement("form");
    const words = document.createElement("input");
    Object.assign(words, { type: "search", name: "q", placeholder: "Search this site", autocomplete: "off" });
    words.setAttribute("aria-label", "Words to look for");
    form.append(words);
    const found = document.createElement("div");
    found.className = "palette-results";
    dialog.append(form, found);
    form.action = this.page ?? "";
    form.addEventListener("input", () => this.ask(form.q.value.trim(), dialog));
    dialog.addEventListener("keydown", walk);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    this.append(dialog);
    return dialog;
  }

  /**
   * @param {string} query
   * @param {HTMLElement} dialog
   */
  ask(query, dialog) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      const found = query ? await results(`${this.source}?q=${encodeURIComponent(query)}`) : [];
      if (found) dialog.querySelector(".palette-results")?.replaceChildren(...found);
    }, PAUSE);
  }
}

/** @param {KeyboardEvent} event */
function isShortcut(event) {
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) return true;
  const typing = /** @type {Element} */ (event.target).closest("input, textarea, select, [contenteditable]");
  return event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const places = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("input, a")];
  const at = places.indexOf(/** @type {Element} */ (document.activeElement));
  /** @type {HTMLElement} */ (places.at((at + step) % places.length)).focus();
}

customElements.define("search-palette", SearchPalette);
