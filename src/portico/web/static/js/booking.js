// <booking-opener>: shows the page behind its link in a dialog, and loads nothing of it before that.

import { lateStyle } from "portico/late-style";

const ALLOWED = "allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts";

class BookingOpener extends HTMLElement {
  /** @type {HTMLDialogElement | undefined} */
  dialog;

  connectedCallback() {
    const link = this.querySelector("a");
    if (!link) return;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.open(link);
    });
  }

  /** @param {HTMLAnchorElement} link */
  async open(link) {
    await lateStyle("booking");
    this.dialog ??= this.build(link);
    this.dialog.showModal();
  }

  /** @param {HTMLAnchorElement} link */
  build(link) {
    const label = (link.textContent ?? "").trim();
    const dialog = made("dialog", { className: "booking", ariaLabel: label });
    const head = made("div", { className: "booking-head" });
    // Whatever does not work in a frame works there.
    const out = made("a", { href: link.href, target: "_blank", rel: "noopener", textContent: "Open in a new tab" });
    const close = made("button", { type: "button", textContent: "Close", autofocus: true });
    head.append(made("h2", { textContent: label }), out, close);
    const frame = made("iframe", { title: label, referrerPolicy: "strict-origin-when-cross-origin" });
    frame.setAttribute("sandbox", ALLOWED);
    frame.src = link.href;
    dialog.append(head, frame);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    return dialog;
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} properties
 */
function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

customElements.define("booking-opener", BookingOpener);
