// The last act on a comment, which one word or one key takes back.

import { announce } from "portico/say";

/** @import { Room } from "./room.js" */

export class Undoing {
  /** @type {number | null} the act that can be undone */
  act = null;

  /** @param {Room} room @param {(act: number) => Promise<unknown>} undo */
  constructor(room, undo) {
    this.room = room;
    this.take = undo;
    room.piece("[data-undo]").addEventListener("click", () => this.back());
  }

  /** @param {string} words @param {number | null} act */
  offer(words, act) {
    this.act = act;
    this.room.piece("[data-undone]").textContent = words;
    this.room.piece("[data-toast]").hidden = !words;
    if (words) announce(`${words} Press u to undo it.`);
  }

  back() {
    const { act } = this;
    if (!act) return;
    this.room.attempt(async () => {
      await this.take(act);
      this.offer("", null);
      announce("Undone.");
      await this.room.load();
      /** @type {HTMLElement} */ (this.room.querySelector("[data-list] > li") ?? this.room.piece("h1")).focus();
    });
  }
}
