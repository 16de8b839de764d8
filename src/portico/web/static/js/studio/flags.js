// <studio-flags>: what is new and not for everyone yet; switched where the settings are.

import { studio } from "portico/api/studio";
import { made } from "portico/made";
import { day } from "portico/moments";
import { client } from "portico/state/shared";
import { ListRoom } from "portico/studio/list-room";

/** @import { FlagAnswer } from "../api/schema.d.ts" */

const { flags } = studio(client);

class StudioFlags extends ListRoom {
  nouns = ["flag", "flags"];

  async find() {
    const { items } = await flags();
    return { items, next_cursor: null };
  }

  /** @param {FlagAnswer} flag */
  row({ name, share, owner, since, description }) {
    const state = { 0: "off", 100: "on" }[share] ?? `on for ${share}%`;
    return made(
      "li",
      { "data-state": share ? "on" : "off" },
      made("span", { className: "ledger-name" }, name),
      made("span", { className: "ledger-note" }, `${description} ${owner} decides, since ${day(since)}.`),
      made("span", { className: "ledger-mark" }, state),
    );
  }
}

customElements.define("studio-flags", StudioFlags);
