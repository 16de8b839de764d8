// <copy-code>: shows its button and copies the code as it was written.

import { copy } from "portico/sharing";

class CopyCode extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const code = this.querySelector("pre code");
    if (!button || !code || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const copied = await copy((code.textContent ?? "").replace(/\n$/, ""));
      const { sayFor } = await import("portico/say");
      sayFor(button, copied ? "Copied" : "Could not copy");
    });
  }
}

customElements.define("copy-code", CopyCode);
