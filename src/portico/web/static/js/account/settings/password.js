// <password-setting>: another password; this device stays signed in.

import { me } from "portico/api/me";
import { onSubmit } from "portico/account/form";
import { proven } from "portico/account/proof";
import { Setting } from "portico/account/settings/setting";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

class PasswordSetting extends Setting {
  connectedCallback() {
    const form = this.form();
    onSubmit(form, async ({ password }) => {
      this.saved("");
      const { account } = await proven(() => me(client).changePassword({ password }));
      form.reset();
      if (account) session.begin(account);
      this.saved("The new password is in use.");
      this.changed();
    });
  }

  async draw() {
    const name = /** @type {HTMLInputElement} */ (this.form().elements.namedItem("username"));
    // A password manager keeps the new password under this name.
    name.value = this.known?.email ?? this.known?.username ?? "";
  }
}

customElements.define("password-setting", PasswordSetting);
