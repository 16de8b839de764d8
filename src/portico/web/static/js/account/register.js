// <register-form>: address, name and password, then the code of a mail.

import { auth } from "portico/api/auth";
import { onward } from "portico/account/entering";
import { onSubmit, show } from "portico/account/form";
import { MailedCode } from "portico/account/mailed-code";
import { offer } from "portico/account/providers";
import { fill, form, go, keepWanted } from "portico/account/steps";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

/** @import { Problem } from "../api/problem.js" */
/** @import { Values } from "./form.js" */

const doors = auth(client);

class RegisterForm extends HTMLElement {
  connectedCallback() {
    this.start = form(this, "start");
    this.code = new MailedCode(form(this, "code"));
    onSubmit(this.start, (values) => this.ask(values));
    onSubmit(form(this, "code"), (values) => this.confirm(values));
    this.querySelector("[data-back]")?.addEventListener("click", () => go(this, "start"));
    keepWanted(this);
    this.lookAround().catch(() => {});
  }

  /** @param {Values} values */
  async ask({ email, username, password, invitation }) {
    const given = invitation ? { invitation: invitation.trim() } : {};
    this.code?.begin(await doors.register({ email, username, password, ...given }));
    fill(this, "data-address", email);
    go(this, "code");
  }

  /** @param {Values} values */
  async confirm({ code }) {
    try {
      const { account } = await doors.confirm(this.code?.id ?? "", { code });
      if (account) session.begin(account);
      onward();
    } catch (problem) {
      if (/** @type {Problem} */ (problem).code !== "username-taken") throw problem;
      // Somebody was faster; the name is asked for where it was given.
      go(this, "start");
      if (this.start) show(this.start, /** @type {Problem} */ (problem));
    }
  }

  async lookAround() {
    const { registration, providers } = await doors.ways();
    const invitation = new URLSearchParams(location.hash.slice(1)).get("invitation");
    const field = /** @type {HTMLInputElement} */ (this.start?.elements.namedItem("invitation"));
    const place = /** @type {HTMLElement} */ (this.querySelector("[data-invited]"));
    place.hidden = registration !== "invitation";
    field.required = !place.hidden;
    field.value = invitation ?? "";
    const elsewhere = /** @type {HTMLElement} */ (this.querySelector("[data-elsewhere]"));
    elsewhere.hidden = !providers.length || registration === "closed";
    offer(this, providers, async () => void ((await session.check()) && onward()));
    if (registration === "closed") go(this, "closed");
  }
}

customElements.define("register-form", RegisterForm);
