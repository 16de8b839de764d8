// <save-button>: keeps an article in one's own list; whoever is signed out is shown the way in.

import { lead } from "portico/sign-in-link";

class SaveButton extends HTMLElement {
  connectedCallback() {
    const button = /** @type {HTMLButtonElement} */ (this.querySelector("button"));
    button.hidden = false;
    if (!("member" in document.documentElement.dataset)) return void button.addEventListener("click", () => lead());
    import("portico/saving").then(({ offer }) => offer(this, button));
  }
}

customElements.define("save-button", SaveButton);
