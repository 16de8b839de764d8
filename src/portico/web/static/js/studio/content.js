// <studio-content>: what the last sync had to report, with the file, the line, and what to do.

import { studio } from "portico/api/studio";
import { made } from "portico/made";
import { client } from "portico/state/shared";
import { ListRoom } from "portico/studio/list-room";

/** @import { Problem } from "../api/schema.d.ts" */

const { contentProblems } = studio(client);

class StudioContent extends ListRoom {
  nouns = ["problem", "problems"];

  async find() {
    const { items } = await contentProblems();
    return { items, next_cursor: null };
  }

  /** @param {Problem} problem */
  row({ path, line, message, hint, severity }) {
    return made(
      "li",
      { "data-state": severity },
      made("span", { className: "ledger-name" }, message),
      made("span", { className: "ledger-note" }, hint),
      made("code", { className: "ledger-place" }, line ? `${path}:${line}` : path),
    );
  }
}

customElements.define("studio-content", StudioContent);
