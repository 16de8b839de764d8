// What all sections of the settings have in common: they are drawn from who is signed in, and drawn anew.

/** @import { Me } from "../../api/schema.d.ts" */

export class Setting extends HTMLElement {
  /** @type {Me | undefined} */
  known;

  /** Draw the section; called again whenever the account has changed. */
  async draw() {}

  /**
   * @param {Me} known
   * @returns {Promise<void>}
   */
  show(known) {
    this.known = known;
    return this.draw();
  }

  /** The account has changed: have every section drawn anew. */
  changed() {
    this.dispatchEvent(new Event("account-changed", { bubbles: true }));
  }

  /** @param {string} selector */
  piece(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  /** @param {string} [name] */
  form(name) {
    return /** @type {HTMLFormElement} */ (this.querySelector(name ? `[data-form="${name}"]` : "form"));
  }

  /** @param {string} words */
  saved(words) {
    this.piece("[data-saved]").textContent = words;
  }

  /** @param {string} state shows the part of the section that has this state, and hides the others */
  state(state) {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-state]"))) {
      part.hidden = part.dataset.state !== state;
    }
  }
}
