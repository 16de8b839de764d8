// <leave-setting>: closes the account, which can be had back for a while.

import { me } from "portico/api/me";
import { onSubmit, say } from "portico/account/form";
import { proven } from "portico/account/proof";
import { Setting } from "portico/account/settings/setting";
import { session } from "portico/state/session";
import { client, root } from "portico/state/shared";

class LeaveSetting extends Setting {
  connectedCallback() {
    const form = this.form();
    onSubmit(form, async ({ keep_comments, username }) => {
      const name = username.trim().toLowerCase();
      if (name !== this.known?.username) return say(form, "That is not your username.");
      await proven(() => me(client).deactivate({ keep_comments: keep_comments === "yes" }));
      // The browser may keep the page for a minute; its holder looks at once whether it is gone.
      await fetch(`${root}/@${name}`, { cache: "reload" }).catch(() => {});
      this.dispatchEvent(new Event("account-closed", { bubbles: true }));
      session.end();
    });
  }
}

customElements.define("leave-setting", LeaveSetting);
