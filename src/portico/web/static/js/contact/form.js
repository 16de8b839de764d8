// <contact-form>: sends a letter without leaving the page, and keeps what was written until it has arrived.

import { isWrong, onSubmit } from "portico/account/form";
import { contact } from "portico/api/contact";
import { forget, keep, restore } from "portico/contact/draft";
import { Stamp } from "portico/contact/stamp";
import { Turnstile } from "portico/contact/turnstile";
import { client } from "portico/state/shared";

/** @import { Body } from "../api/client.js" */
/** @import { Problem } from "../api/problem.js" */

const { form: ask, write } = contact(client);
const FIELDS = /** @type {const} */ (["topic", "name", "email", "text", "website"]);

class ContactForm extends HTMLElement {
  /** What was sent last: what is sent again unchanged is the same letter. */
  sent = { letter: "", key: "" };

  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (this.piece("form"));
    const { siteKey } = this.dataset;
    const proof = siteKey ? new Turnstile(this.piece("[data-check]"), siteKey, () => this.showAddress()) : new Stamp(ask);
    restore(form);
    form.addEventListener("focusin", () => proof.begin(), { once: true });
    form.addEventListener("input", () => keep(form));
    form.addEventListener("focusout", ({ target }) => isWrong(/** @type {HTMLInputElement} */ (target)));
    onSubmit(form, (values) => this.send(form, values, proof));
    this.piece("[data-again]").addEventListener("click", () => this.turn(form, false));
  }

  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, string>} values
   * @param {Stamp | Turnstile} proof
   */
  async send(form, values, proof) {
    const written = Object.fromEntries(FIELDS.map((name) => [name, values[name]]));
    const letter = /** @type {Body<"POST /api/v1/contact">} */ ({ ...written, ...(await proof.give()) });
    try {
      await write(letter, { key: this.keyOf(JSON.stringify(letter)) });
    } catch (problem) {
      // Whoever was not heard may have been understood; the same proof then shows that it is the same letter.
      if (/** @type {Problem} */ (problem).status) proof.renew();
      throw problem;
    }
    proof.renew();
    this.piece("[data-email]").textContent = written.email;
    form.reset();
    forget();
    this.turn(form, true);
  }

  /** @param {string} letter */
  keyOf(letter) {
    if (letter !== this.sent.letter) this.sent = { letter, key: crypto.randomUUID?.() ?? "" };
    return this.sent.key;
  }

  /** @param {HTMLFormElement} form @param {boolean} sent whether to show that it was, or the form again */
  turn(form, sent) {
    form.hidden = sent;
    this.piece("[data-sent]").hidden = !sent;
    this.piece(sent ? "#letter-sent" : "textarea").focus();
  }

  /** The check did not load: there is another way. */
  showAddress() {
    const place = this.querySelector("[data-instead]");
    if (place) /** @type {HTMLElement} */ (place).hidden = false;
  }

  /** @param {string} selector */
  piece(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("contact-form", ContactForm);
