// <password-field>: shows what was typed, for as long as that is wanted.

class PasswordField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    if (!input || !button) return;
    button.hidden = false;
    button.addEventListener("click", () => reveal(input, button, input.type === "password"));
    // What is sent, or kept by the browser, is a password again.
    input.form?.addEventListener("submit", () => reveal(input, button, false), { capture: true });
  }
}

/** @param {HTMLInputElement} input @param {HTMLButtonElement} button @param {boolean} shown */
function reveal(input, button, shown) {
  input.type = shown ? "text" : "password";
  button.textContent = shown ? "Hide" : "Show";
  button.ariaPressed = String(shown);
}

customElements.define("password-field", PasswordField);
