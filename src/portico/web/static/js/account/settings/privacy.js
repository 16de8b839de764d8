// <privacy-setting>: all of one's data in one file, and what happened to the account.

import { me } from "portico/api/me";
import { attempt, button, list } from "portico/account/rows";
import { Setting } from "portico/account/settings/setting";
import { fill } from "portico/account/steps";
import { exactly } from "portico/moments";
import { client, root } from "portico/state/shared";

/** @import { ExportAnswer } from "../../api/schema.d.ts" */

const mine = me(client);
const PAUSE = 1500;
const LATEST = 12;

class PrivacySetting extends Setting {
  connectedCallback() {
    button(this, "[data-export]", async () => this.follow(await mine.startExport()));
  }

  async draw() {
    const [{ items: events }, { items: files }] = await Promise.all([mine.events({ limit: LATEST }), mine.exports()]);
    list(this, events.map(({ title, device, network, at }) => ({
      name: title,
      note: [exactly(at), device, network].filter(Boolean).join(" · "),
    })));
    if (files.length) this.follow(files[0]);
  }

  /** Show how far a file has come, until it is there. @param {ExportAnswer} found */
  follow({ id, state, progress, file, expires_at }) {
    const bar = /** @type {HTMLProgressElement} */ (this.piece("progress"));
    const link = /** @type {HTMLAnchorElement} */ (this.piece("[data-file]"));
    const under = state === "waiting" || state === "running";
    bar.hidden = !under;
    bar.value = progress;
    link.hidden = !file;
    if (file) link.href = root + file;
    fill(this, "data-status", this.words(state, expires_at));
    clearTimeout(this.waiting);
    if (under) this.waiting = setTimeout(() => attempt(this, async () => this.follow(await mine.readExport(id))), PAUSE);
  }

  /** @param {ExportAnswer["state"]} state @param {string | null} end */
  words(state, end) {
    if (state === "failed") return "The file could not be made. Try again.";
    if (state === "ready") return end ? `The file can be fetched until ${exactly(end)}.` : "The file is ready.";
    return "Your data is being gathered. A mail will tell you when the file is ready.";
  }
}

customElements.define("privacy-setting", PrivacySetting);
