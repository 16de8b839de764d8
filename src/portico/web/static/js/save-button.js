// <save-button>: keeps an article in one's own list; whoever is signed out is shown the way in.

class SaveButton extends HTMLElement {
  connectedCallback() {
    const button = /** @type {HTMLButtonElement} */ (this.querySelector("button"));
    button.hidden = false;
    if ("member" in document.documentElement.dataset) {
      import("portico/saving").then(({ offer }) => offer(this, button));
    } else {
      button.addEventListener("click", () => import("portico/sign-in-link").then(({ lead }) => lead()));
    }
  }
}

customElements.define("save-button", SaveButton);
