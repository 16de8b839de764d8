// <studio-comments>: what readers say, looked through and decided on, by buttons or by keys.

import { discussions } from "portico/api/discussions";
import { moderation } from "portico/api/moderation";
import { showVersions } from "portico/discussion/versions";
import { client } from "portico/state/shared";
import { drawn, nameOf } from "portico/studio/comment-entry";
import { Asking } from "portico/studio/comments-asking";
import { furnish as furnishLists } from "portico/studio/comments-lists";
import { furnish as furnishRules } from "portico/studio/comments-rules";
import { Undoing } from "portico/studio/comments-undoing";
import { ListRoom } from "portico/studio/list-room";

/** @import { ModerationEntry } from "../api/schema.d.ts" */
/** @import { Act } from "./comment-entry.js" */

const moderate = moderation(client);
/** @type {Record<string, Act>} */
const KEYS = { a: "approve", h: "hide", s: "spam" };
const DONE = { approve: "Approved", hide: "Hidden", spam: "Called spam" };

class StudioComments extends ListRoom {
  nouns = ["comment", "comments"];

  furnish() {
    super.furnish();
    this.asking = new Asking(this);
    this.undoing = new Undoing(this, moderate.undo);
    furnishLists(this);
    furnishRules(this);
    this.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {Record<string, string>} query */
  find(query) {
    return moderate.entries(query);
  }

  /** @param {ModerationEntry} entry */
  row(entry) {
    const number = entry.comment.id;
    return drawn(entry, {
      act: (row, act) => this.decide(row, entry, act),
      remove: (row) => this.asking?.remove(entry, async () => this.leave(row, await moderate.remove(number))),
      lookBack: () => this.attempt(async () => showVersions(entry.comment, await discussions(client).edits(number))),
      ban: (row) => this.asking?.ban(entry, async (username, reason) => this.leave(row, await moderate.ban(username, { reason }))),
    });
  }

  /** @param {HTMLElement} row @param {ModerationEntry} entry @param {Act} act */
  decide(row, entry, act) {
    return this.attempt(async () => {
      const { last_act } = await moderate[act](entry.comment.id);
      this.undoing?.offer(`${DONE[act]}: what ${nameOf(entry)} said.`, last_act);
      this.leave(row);
    });
  }

  /** Take a row away that was dealt with, and go on to the next. @param {HTMLElement} row @param {unknown} [_done] */
  leave(row, _done) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.shown = "";
    this.told({ items: [], next_cursor: this.cursor });
    /** @type {HTMLElement} */ (next ?? this.piece("h1")).focus();
  }

  /** @param {KeyboardEvent} event */
  press({ key, target, ctrlKey, metaKey, altKey }) {
    const at = /** @type {HTMLElement} */ (target);
    if (ctrlKey || metaKey || altKey || at.closest("input, textarea, select, dialog")) return;
    if (key === "u") this.undoing?.back();
    const row = /** @type {HTMLElement | null} */ (at.closest("[data-list] > li"));
    /** @type {HTMLElement | null | undefined} */ (row?.querySelector(`[data-act="${KEYS[key]}"]`))?.click();
  }
}

customElements.define("studio-comments", StudioComments);
