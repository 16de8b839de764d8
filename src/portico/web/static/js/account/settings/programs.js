// <token-setting>: tokens by which programs act for somebody; each is shown once.

import { me } from "portico/api/me";
import { onSubmit } from "portico/account/form";
import { proven } from "portico/account/proof";
import { button, last, list } from "portico/account/rows";
import { Setting } from "portico/account/settings/setting";
import { fill } from "portico/account/steps";
import { day } from "portico/moments";
import { sayFor } from "portico/say";
import { copy } from "portico/sharing";
import { client } from "portico/state/shared";

/** @typedef {"read" | "write"} Scope */

const mine = me(client);

class TokenSetting extends Setting {
  token = "";

  connectedCallback() {
    const form = this.form();
    onSubmit(form, async ({ name, expires_in_days }) => {
      const scopes = /** @type {Scope[]} */ (new FormData(form).getAll("scopes"));
      const made = await proven(() => mine.makeToken({ name, scopes, expires_in_days: Number(expires_in_days) }));
      form.reset();
      this.token = made.token ?? "";
      fill(this, "data-token", this.token);
      this.piece("[data-made]").hidden = false;
      await this.draw();
    });
    button(this, "[data-copy]", async () => {
      sayFor(this.piece("[data-copy]"), (await copy(this.token)) ? "Copied" : "Could not copy");
    });
  }

  async draw() {
    const { items } = await mine.tokens();
    list(this, items.map(({ id, name, scopes, ending, expires_at, last_used_at }) => ({
      name: `${name} (… ${ending})`,
      note: `${scopes.join(" and ")} · until ${day(expires_at)} · ${last(last_used_at)}`,
      remove: () => this.end(id),
    })));
  }

  /** @param {number} id */
  async end(id) {
    await mine.endToken(id);
    await this.draw();
  }
}

customElements.define("token-setting", TokenSetting);
