// <search-palette>: `/`, Ctrl-K or its link opens a form that searches; the rest of the palette is loaded then.

class SearchPalette extends HTMLElement {
  link = this.querySelector("a");
  dialog = this.querySelector("dialog");
  /** @type {Promise<void> | undefined} */
  grown;

  connectedCallback() {
    this.link?.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || this.link?.ariaCurrent) return;
      event.preventDefault();
      this.open();
    });
    this.dialog?.addEventListener("click", ({ target }) => {
      if (target === this.dialog || /** @type {Element} */ (target).closest(".palette-close")) this.dialog?.close();
    });
    addEventListener("keydown", (event) => {
      if (!isShortcut(event)) return;
      event.preventDefault();
      this.open();
    });
  }

  open() {
    if (!this.dialog || this.dialog.open) return;
    this.dialog.showModal();
    this.grown ??= this.grow(this.dialog).catch(() => {
      // Without the rest it is still a form; the next time may go better.
      this.grown = undefined;
    });
  }

  /** @param {HTMLDialogElement} dialog */
  async grow(dialog) {
    const { grow } = await import("portico/palette/palette");
    await grow(dialog);
  }
}

/** @param {KeyboardEvent} event */
function isShortcut(event) {
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) return true;
  const typing = /** @type {Element} */ (event.target).closest("input, textarea, select, [contenteditable]");
  return event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
}

customElements.define("search-palette", SearchPalette);
