// <notification-setting>: what is mailed and when, where one's day begins, and of whom one wants nothing.

import { attempt, list } from "portico/account/rows";
import { Setting } from "portico/account/settings/setting";
import { made } from "portico/made";
import { mine } from "portico/notifications/unread";

/** @import { NotificationChoices } from "../../api/schema.d.ts" */

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const MOST = 100;

class NotificationSetting extends Setting {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLSelectElement) attempt(this, () => this.choose(target));
    });
  }

  async draw() {
    const keeps = this.known?.role !== "member";
    for (const row of this.querySelectorAll("[data-keepers]")) /** @type {HTMLElement} */ (row).hidden = !keeps;
    let choices = await mine.choices();
    // Whoever has not said where their day begins is taken to be where their browser is.
    if (!choices.timezone && HERE) choices = await mine.choose({ timezone: HERE }).catch(() => choices);
    this.fill(choices);
    await this.drawBlocks();
  }

  /** @param {NotificationChoices} choices */
  fill({ mail, timezone }) {
    const { elements } = this.form();
    for (const [kind, when] of Object.entries(mail)) {
      /** @type {HTMLSelectElement} */ (elements.namedItem(kind)).value = when;
    }
    const zones = /** @type {HTMLSelectElement} */ (elements.namedItem("timezone"));
    const known = new Set([timezone ?? "UTC", ...(HERE ? [HERE] : []), "UTC", ...Intl.supportedValuesOf("timeZone")]);
    zones.replaceChildren(...[...known].sort().map((zone) => made("option", { value: zone }, zone.replaceAll("_", " "))));
    zones.value = timezone ?? "UTC";
  }

  /** @param {HTMLSelectElement} select */
  async choose({ name, value }) {
    this.saved("");
    await mine.choose(name === "timezone" ? { timezone: value } : { mail: { [name]: value } });
    this.saved("Saved.");
  }

  async drawBlocks() {
    const { items } = await mine.blocks({ limit: MOST });
    this.piece("[data-blocks]").hidden = items.length === 0;
    list(this, items.map(({ person: { name, username } }) => ({
      name,
      note: `@${username}`,
      remove: async () => {
        await mine.unblock(username);
        await this.drawBlocks();
        this.saved(`You will hear about ${name} again.`);
      },
    })));
  }
}

customElements.define("notification-setting", NotificationSetting);
