// <sign-in>: by password, by a mailed code, by a passkey or from another site.

import { auth } from "portico/api/auth";
import { entrance, onward } from "portico/account/entering";
import { onSubmit } from "portico/account/form";
import { MailedCode } from "portico/account/mailed-code";
import { canUsePasskeys } from "portico/account/passkeys";
import { PasskeyDoor } from "portico/account/passkey-door";
import { offer } from "portico/account/providers";
import { fill, form, go, keepWanted, way } from "portico/account/steps";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

/** @import { SignIn as SignInAnswer } from "../api/schema.d.ts" */
/** @import { Values } from "./form.js" */

const doors = auth(client);

class SignIn extends HTMLElement {
  /** @type {() => unknown} */
  reopen = () => {};

  connectedCallback() {
    this.entered = entrance(this);
    this.code = new MailedCode(form(this, "code"));
    onSubmit(form(this, "password"), (values) => this.byPassword(values));
    onSubmit(form(this, "address"), (values) => this.askForCode(values));
    onSubmit(form(this, "code"), (values) => this.byCode(values));
    onSubmit(form(this, "reactivate"), async () => this.reopen());
    for (const back of this.querySelectorAll("[data-back]")) back.addEventListener("click", () => go(this, "start"));
    way(this, "code", () => go(this, "address"));
    const passkeys = new PasskeyDoor(this.entered);
    way(this, "passkey", () => passkeys.open());
    /** @type {HTMLElement} */ (this.querySelector("[data-way=passkey]")).hidden = !canUsePasskeys();
    const notice = /** @type {HTMLElement} */ (this.querySelector("[data-notice]"));
    notice.hidden = new URLSearchParams(location.search).get("notice") !== "closed";
    keepWanted(this);
    this.lookAround().catch(() => {});
    passkeys.suggest(({ message }) => fill(this, "data-ways-problem", message));
  }

  /** @param {Values} values */
  byPassword({ login, password }) {
    return this.enter(() => doors.signIn({ login, password }), () => doors.reactivate({ login, password }));
  }

  /** @param {Values} values */
  byCode({ code }) {
    const id = this.code?.id ?? "";
    return this.enter(() => doors.confirm(id, { code }), () => doors.reactivateByCode(id, { code }));
  }

  /**
   * @param {() => Promise<SignInAnswer>} way
   * @param {() => Promise<SignInAnswer>} back the same way for whoever has closed their account
   */
  async enter(way, back) {
    try {
      this.entered?.(await way());
    } catch (problem) {
      if (/** @type {{code?: string}} */ (problem).code !== "account-deactivated") throw problem;
      this.reopen = async () => this.entered?.(await back());
      go(this, "reactivate");
    }
  }

  /** @param {Values} values */
  async askForCode({ email }) {
    this.code?.begin(await doors.askForCode({ email }));
    fill(this, "data-address", email);
    go(this, "code");
  }

  async lookAround() {
    const { registration, providers } = await doors.ways();
    const joining = /** @type {HTMLElement} */ (this.querySelector("[data-joining]"));
    joining.hidden = registration === "closed";
    offer(this, providers, async () => void ((await session.check()) && onward()));
  }
}

customElements.define("sign-in", SignIn);
