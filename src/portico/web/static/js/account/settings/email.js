// <email-setting>: another address, which holds once its code has been read.

import { me } from "portico/api/me";
import { onSubmit } from "portico/account/form";
import { MailedCode } from "portico/account/mailed-code";
import { proven } from "portico/account/proof";
import { Setting } from "portico/account/settings/setting";
import { fill } from "portico/account/steps";
import { client } from "portico/state/shared";

const mine = me(client);

class EmailSetting extends Setting {
  connectedCallback() {
    const code = new MailedCode(this.form("code"));
    onSubmit(this.form("email"), async ({ email }) => {
      this.saved("");
      code.begin(await proven(() => mine.changeEmail({ email })));
      fill(this, "data-address", email);
      this.ask(true);
      code.input.focus();
    });
    onSubmit(this.form("code"), async ({ code: written }) => {
      await mine.confirmEmail({ id: code.id, code: written });
      this.form("email").reset();
      this.ask(false);
      this.saved("The new address is in use.");
      this.changed();
    });
    this.piece("[data-back]").addEventListener("click", () => this.ask(false));
  }

  async draw() {
    fill(this, "data-email", this.known?.email ?? "No address is known.");
  }

  /** @param {boolean} asking */
  ask(asking) {
    this.form("email").hidden = asking;
    this.form("code").hidden = !asking;
  }
}

customElements.define("email-setting", EmailSetting);
