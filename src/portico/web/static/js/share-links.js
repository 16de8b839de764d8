// <share-links>: copies the address of the article, or hands it to the system's share sheet.

import { copy, share } from "portico/sharing";

class ShareLinks extends HTMLElement {
  connectedCallback() {
    const { url = location.href, title = document.title } = this.dataset;
    this.offer("[data-copy]", Boolean(navigator.clipboard), async (button) => {
      tell(button, (await copy(url)) ? "Copied" : "Could not copy");
    });
    this.offer("[data-share]", Boolean(navigator.share), async (button) => {
      if (!(await share({ url, title }))) tell(button, "Could not share");
    });
  }

  /**
   * Show a button where the browser can do what it says.
   * @param {string} selector
   * @param {boolean} possible
   * @param {(button: HTMLButtonElement) => void} deed
   */
  offer(selector, possible, deed) {
    const button = /** @type {HTMLButtonElement | null} */ (this.querySelector(selector));
    if (!button || !possible) return;
    button.hidden = false;
    button.addEventListener("click", () => deed(button));
  }
}

/**
 * @param {HTMLElement} button
 * @param {string} word
 */
async function tell(button, word) {
  const { sayFor } = await import("portico/say");
  sayFor(button, word);
}

customElements.define("share-links", ShareLinks);
