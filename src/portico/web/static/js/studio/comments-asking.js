// What is asked before a comment is deleted, or somebody banned.

import { nameOf } from "portico/studio/comment-entry";

/** @import { ModerationEntry } from "../api/schema.d.ts" */
/** @import { Room } from "./room.js" */

export class Asking {
  /** @type {() => Promise<unknown>} */
  deed = async () => {};

  /** @param {Room} room */
  constructor(room) {
    this.room = room;
    this.dialog = /** @type {HTMLDialogElement} */ (room.piece("[data-sure]"));
    this.reason = /** @type {HTMLInputElement} */ (room.piece("[data-sure] input"));
    this.dialog.addEventListener("close", () => this.dialog.returnValue === "yes" && room.attempt(this.deed));
  }

  /** @param {ModerationEntry} entry @param {() => Promise<unknown>} deed */
  remove(entry, deed) {
    this.ask(`Delete what ${nameOf(entry)} said?`, "The words are gone for good. Replies stay.", "Delete it", deed);
  }

  /** @param {ModerationEntry} entry @param {(username: string, reason: string) => Promise<unknown>} deed */
  ban(entry, deed) {
    const username = entry.comment.author?.username ?? "";
    const words = "They can read on, but neither write nor react. What waits of theirs becomes spam.";
    this.ask(`Ban ${nameOf(entry)}?`, words, "Ban them", () => deed(username, this.reason.value), true);
  }

  /** @param {string} title @param {string} words @param {string} yes @param {() => Promise<unknown>} deed @param {boolean} [asksWhy] */
  ask(title, words, yes, deed, asksWhy = false) {
    this.deed = deed;
    this.dialog.returnValue = "";
    this.reason.value = "";
    this.room.piece("[data-sure-title]").textContent = title;
    this.room.piece("[data-sure-words]").textContent = words;
    this.room.piece("[data-sure-why]").hidden = !asksWhy;
    this.room.piece("[data-sure] [value=yes]").textContent = yes;
    this.dialog.showModal();
  }
}
