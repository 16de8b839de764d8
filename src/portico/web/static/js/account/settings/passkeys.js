// <passkey-setting>: the passkeys of this account.

import { proofs } from "portico/api/proofs";
import { canUsePasskeys, made } from "portico/account/passkeys";
import { proven } from "portico/account/proof";
import { button, last, list } from "portico/account/rows";
import { Setting } from "portico/account/settings/setting";
import { day } from "portico/moments";
import { client } from "portico/state/shared";

const mine = proofs(client);

class PasskeySetting extends Setting {
  connectedCallback() {
    this.piece("[data-add]").hidden = !canUsePasskeys();
    button(this, "[data-add]", () => this.add());
  }

  async draw() {
    const { items } = await mine.passkeys();
    list(this, items.map(({ id, name, created_at, last_used_at }) => ({
      name,
      note: `since ${day(created_at)} · ${last(last_used_at)}`,
      remove: () => this.take(id),
    })));
  }

  async add() {
    const { options, ticket } = await proven(() => mine.newPasskeyOptions());
    const credential = await made(options);
    const { recovery_codes } = await proven(() => mine.addPasskey({ ticket, credential }));
    // With the first one come codes for the day it is lost, which the next section shows.
    if (!recovery_codes.length) return this.changed();
    this.dispatchEvent(new CustomEvent("recovery-codes", { bubbles: true, detail: recovery_codes }));
    await this.draw();
  }

  /** @param {number} id */
  async take(id) {
    await proven(() => mine.removePasskey(id));
    this.changed();
  }
}

customElements.define("passkey-setting", PasskeySetting);
