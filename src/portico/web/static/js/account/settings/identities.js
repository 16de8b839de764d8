// <identity-setting>: other sites that somebody comes in from, linked in a window and in place.

import { auth } from "portico/api/auth";
import { proofs } from "portico/api/proofs";
import { visit } from "portico/account/popup";
import { proven, provenFirst } from "portico/account/proof";
import { attempt, last, list } from "portico/account/rows";
import { Setting } from "portico/account/settings/setting";
import { client } from "portico/state/shared";

const mine = proofs(client);

class IdentitySetting extends Setting {
  async draw() {
    const [{ items }, { providers }] = await Promise.all([mine.identities(), auth(client).ways()]);
    const label = new Map(providers.map((provider) => [provider.name, provider.label]));
    const linked = items.filter(({ provider }) => provider !== "email");
    this.piece("[data-none]").hidden = Boolean(linked.length || providers.length);
    list(this, linked.map(({ id, provider, email, last_used_at }) => ({
      name: label.get(provider) ?? provider,
      note: [email, last(last_used_at)].filter(Boolean).join(" · "),
      remove: () => this.unlink(id),
    })));
    const open = providers.filter(({ name }) => !linked.some(({ provider }) => provider === name));
    this.piece("[data-providers]").replaceChildren(...open.map((provider) => this.linking(provider)));
  }

  /** @param {{name: string, label: string}} provider */
  linking({ name, label }) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "framed-call", textContent: `Link ${label}` });
    made.addEventListener("click", () => attempt(this, () => this.link(name)));
    return made;
  }

  /** @param {string} provider */
  async link(provider) {
    const words = this.piece(".form-problem");
    // Asked before the window opens, which would otherwise open in vain.
    await provenFirst(this.known?.proved_until);
    const told = await visit({ provider, purpose: "link", to: location.pathname }, (text) => {
      words.textContent = text;
    });
    words.textContent = told.words;
    this.changed();
  }

  /** @param {number} id */
  async unlink(id) {
    await proven(() => mine.unlink(id));
    this.changed();
  }
}

customElements.define("identity-setting", IdentitySetting);
