// <share-links>: copies the address of the article, or hands it to the system's share sheet.

import { sayFor } from "portico/say";

class ShareLinks extends HTMLElement {
  connectedCallback() {
    const copy = /** @type {HTMLButtonElement | null} */ (this.querySelector("[data-copy]"));
    const share = /** @type {HTMLButtonElement | null} */ (this.querySelector("[data-share]"));
    const { url = location.href, title = document.title } = this.dataset;
    if (copy && navigator.clipboard) {
      copy.hidden = false;
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(url);
        sayFor(copy, "Copied");
      });
    }
    if (share && navigator.share) {
      share.hidden = false;
      // Closing the share sheet rejects the promise, which is no failure.
      share.addEventListener("click", () => navigator.share({ url, title }).catch(() => {}));
    }
  }
}

customElements.define("share-links", ShareLinks);
