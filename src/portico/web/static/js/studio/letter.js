// The letter that is open in the inbox: read, answered, put among the spam, deleted.

import { onSubmit } from "portico/account/form";
import { contact } from "portico/api/contact";
import { announce } from "portico/say";
import { client } from "portico/state/shared";
import { drawn } from "portico/studio/letter-drawn";
import { STATES } from "portico/studio/letter-line";

/** @import { LetterView } from "../api/schema.d.ts" */
/** @import { Room } from "./room.js" */

const { letter: read, change, remove, answer } = contact(client);

export class OpenLetter {
  /** @type {LetterView | null} */
  letter = null;

  /** @param {Room} room @param {() => Promise<unknown>} changed */
  constructor(room, changed) {
    this.room = room;
    this.changed = changed;
    const form = /** @type {HTMLFormElement} */ (room.piece("[data-answer]"));
    onSubmit(form, async ({ text }) => {
      await this.become(() => answer(this.number, { text }, { key: crypto.randomUUID?.() }), "Your answer is on its way.");
      form.reset();
    });
    this.on("[data-state-change]", () => this.turn(this.letter?.state === "spam" ? "read" : "spam"));
    this.on("[data-unread]", () => this.turn("new").then(() => this.close()));
    this.on("[data-close]", () => this.close());
    const sure = /** @type {HTMLDialogElement} */ (room.piece("[data-sure]"));
    this.on("[data-delete]", () => sure.showModal());
    sure.addEventListener("close", () => sure.returnValue === "yes" && room.attempt(() => this.delete()));
  }

  get number() {
    return this.letter?.id ?? 0;
  }

  /** @param {string} selector @param {() => unknown} deed */
  on(selector, deed) {
    this.room.piece(selector).addEventListener("click", () => this.room.attempt(async () => deed()));
  }

  /** @param {number} number 0 for none */
  async show(number) {
    if (number === this.number) return;
    this.letter = number ? await read(number) : null;
    this.room.piece("[data-letter]").hidden = !this.letter;
    this.room.piece(".inbox").toggleAttribute("data-reading", Boolean(this.letter));
    if (!this.letter) return;
    this.draw();
    this.room.piece("[data-title]").focus();
    if (this.letter.state === "new") await this.turn("read");
  }

  close() {
    const line = this.room.querySelector(`[data-list] a[href="${location.hash}"]`);
    location.hash = "#";
    /** @type {HTMLElement | null} */ (line)?.focus();
  }

  /** @param {LetterView["state"]} state */
  turn(state) {
    return this.become(() => change(this.number, { state }), state === "read" ? "" : `The letter is marked as ${STATES[state].toLowerCase()} now.`);
  }

  async delete() {
    await remove(this.number);
    announce("The letter is deleted.");
    this.close();
    await this.changed();
  }

  /** @param {() => Promise<LetterView>} deed @param {string} words */
  async become(deed, words) {
    this.letter = await deed();
    this.draw();
    if (words) announce(words);
    await this.changed();
  }

  draw() {
    const letter = /** @type {LetterView} */ (this.letter);
    for (const [place, inside] of Object.entries(drawn(letter))) this.room.piece(place).replaceChildren(...inside);
  }
}
