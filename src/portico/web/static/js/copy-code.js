// <copy-code>: shows its button and copies the code as it was written.

import { sayFor } from "portico/say";

class CopyCode extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const code = this.querySelector("pre code");
    if (!button || !code || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText((code.textContent ?? "").replace(/\n$/, ""));
      sayFor(button, "Copied");
    });
  }
}

customElements.define("copy-code", CopyCode);
