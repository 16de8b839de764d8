// <session-setting>: everywhere that one is signed in, and how that ends.

import { auth } from "portico/api/auth";
import { me } from "portico/api/me";
import { button, last, list } from "portico/account/rows";
import { Setting } from "portico/account/settings/setting";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

const mine = me(client);

class SessionSetting extends Setting {
  connectedCallback() {
    button(this, "[data-everywhere]", () => session.leave(() => auth(client).signOutEverywhere()));
  }

  async draw() {
    const { items } = await mine.sessions();
    list(this, items.map(({ id, device, network, last_used_at, current }) => ({
      name: current ? `${device}, this device` : device,
      note: [network, last(last_used_at)].filter(Boolean).join(" · "),
      remove: current ? () => session.leave(() => mine.endSession(id)) : () => this.end(id),
    })));
  }

  /** @param {string} id */
  async end(id) {
    await mine.endSession(id);
    await this.draw();
  }
}

customElements.define("session-setting", SessionSetting);
