// <forgot-password>: the address, then the code of a mail together with the new password.

import { auth } from "portico/api/auth";
import { onSubmit } from "portico/account/form";
import { MailedCode } from "portico/account/mailed-code";
import { fill, form, go, keepWanted } from "portico/account/steps";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

const doors = auth(client);

class ForgotPassword extends HTMLElement {
  connectedCallback() {
    const choosing = form(this, "code");
    const code = new MailedCode(choosing);
    onSubmit(form(this, "start"), async ({ email }) => {
      code.begin(await doors.askForReset({ email }));
      fill(this, "data-address", email);
      // A password manager keeps the new password under this name.
      /** @type {HTMLInputElement} */ (choosing.elements.namedItem("username")).value = email;
      go(this, "code");
    });
    onSubmit(choosing, async ({ code: written, password }) => {
      await doors.reset(code.id, { code: written, password });
      session.end();
      go(this, "done");
    });
    this.querySelector("[data-back]")?.addEventListener("click", () => go(this, "start"));
    keepWanted(this);
  }
}

customElements.define("forgot-password", ForgotPassword);
