// A code that was mailed: it is typed in any shape, asked for anew, and counted down until it is over.

import { auth } from "portico/api/auth";
import { client } from "portico/state/shared";

/** @import { VerificationAnswer as Verification } from "../api/schema.d.ts" */

/** @type {Record<string, string>} letters that are read as digits (Crockford's base 32) */
const MISREAD = { O: "0", I: "1", L: "1" };
const SECOND = 1000;

export class MailedCode {
  /** @type {Verification | undefined} */
  verification;

  /** @param {HTMLFormElement} form with a code field and the words about sending it anew */
  constructor(form) {
    this.form = form;
    this.input = /** @type {HTMLInputElement} */ (form.elements.namedItem("code"));
    this.again = /** @type {HTMLButtonElement} */ (form.querySelector("[data-resend]"));
    this.life = /** @type {HTMLElement} */ (form.querySelector("[data-code-life]"));
    this.status = /** @type {HTMLElement} */ (form.querySelector("[data-code-status]"));
    this.input.addEventListener("input", () => this.shape());
    this.again.addEventListener("click", () => this.resend());
  }

  get id() {
    return this.verification?.id ?? "";
  }

  /**
   * A code is on its way.
   * @param {Verification} verification
   */
  begin(verification) {
    this.verification = verification;
    this.input.value = "";
    this.status.textContent = "";
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.tick(verification), SECOND);
    this.tick(verification);
  }

  shape() {
    const typed = this.input.value.toUpperCase().replace(/[OIL]/g, (letter) => MISREAD[letter]);
    const plain = typed.replace(/[^0-9A-Z]/g, "").slice(0, 8);
    this.input.value = plain.length > 4 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain;
  }

  async resend() {
    this.again.disabled = true;
    try {
      this.begin(await auth(client).resend(this.id));
      this.status.textContent = "Another code is on its way. The one before no longer works.";
    } catch (problem) {
      this.status.textContent = /** @type {Error} */ (problem).message;
    }
    this.input.focus();
  }

  /** @param {Verification} verification */
  tick({ expires_at, resend_at, resends_left }) {
    const left = secondsUntil(expires_at);
    const wait = secondsUntil(resend_at);
    if (left <= 0) clearInterval(this.ticking);
    this.life.textContent = left > 0 ? `The code works for ${clock(left)} more.` : "The code has expired. Go back and begin again.";
    this.again.disabled = left <= 0 || wait > 0 || resends_left <= 0;
    this.again.textContent =
      resends_left <= 0 ? "No further code can be sent" : wait > 0 && left > 0 ? `Another code in ${clock(wait)}` : "Send another code";
  }
}

/** @param {string} moment */
function secondsUntil(moment) {
  return Math.ceil((Date.parse(moment) - Date.now()) / SECOND);
}

/** @param {number} seconds */
function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
