// A room that holds a list: looked through by filters, shown in parts, each row with what can be done about it.

import { Room } from "portico/studio/room";
import { counted } from "portico/studio/words";

/** @typedef {{items: readonly any[], next_cursor: string | null}} Part of a list */

const PAUSE = 250;

/** Base of rooms that show `studio/_list.html`: they `find` a part of the list for a query, and draw a `row`. */
export class ListRoom extends Room {
  /** What the list is of: one, and several. */
  nouns = ["entry", "entries"];
  pause = 30_000;
  /** @type {string | null} */
  cursor = null;
  parts = 0;
  asked = 0;
  shown = "";
  form = /** @type {HTMLFormElement | undefined} */ (this.querySelector("form[role=search]") ?? undefined);

  furnish() {
    this.form?.addEventListener("submit", (event) => event.preventDefault());
    this.form?.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.attempt(() => this.load()), PAUSE);
    });
    this.piece("[data-more]").addEventListener("click", () => this.attempt(() => this.more()));
  }

  /** @param {Record<string, string>} _query @returns {Promise<Part>} */
  async find(_query) {
    return { items: [], next_cursor: null };
  }

  /** @param {any} _item @returns {HTMLElement} a list item */
  row(_item) {
    return document.createElement("li");
  }

  async load() {
    const asked = ++this.asked;
    const part = await this.find(this.wanted());
    if (asked !== this.asked) return; // somebody has typed on
    const shown = JSON.stringify(part.items);
    // What has not changed stays as it is, and with it where somebody is in it.
    if (shown !== this.shown || this.parts > 1) this.piece("[data-list]").replaceChildren(...part.items.map((item) => this.row(item)));
    this.shown = shown;
    this.parts = 1;
    this.told(part);
  }

  async more() {
    const part = await this.find({ ...this.wanted(), ...(this.cursor ? { cursor: this.cursor } : {}) });
    this.piece("[data-list]").append(...part.items.map((item) => this.row(item)));
    this.parts += 1;
    this.told(part);
  }

  /** Do a deed about what a row shows, then show how it is now. @param {Element} row @param {() => Promise<any>} deed */
  async change(row, deed) {
    const position = [...row.querySelectorAll("button, select")].indexOf(/** @type {Element} */ (document.activeElement));
    await this.attempt(async () => {
      const anew = this.row(await deed());
      row.replaceWith(anew);
      this.shown = "";
      /** @type {HTMLElement | undefined} */ ([...anew.querySelectorAll("button, select")][Math.max(position, 0)])?.focus();
    });
  }

  /** Whoever has gone on in the list is not led back to its beginning. */
  async refresh() {
    const busy = this.piece("[data-list]").contains(document.activeElement);
    if (this.parts < 2 && !busy) await super.refresh();
  }

  wanted() {
    return /** @type {Record<string, string>} */ (Object.fromEntries([...new FormData(this.form)].filter(([, value]) => value)));
  }

  /** @param {Part} part */
  told({ next_cursor }) {
    const number = this.piece("[data-list]").childElementCount;
    const [one, many] = this.nouns;
    this.piece("[data-more]").hidden = !(this.cursor = next_cursor);
    this.piece("[data-empty]").hidden = number > 0;
    this.piece("[data-count]").textContent = number ? counted(number, one, many) + (next_cursor ? " or more" : "") : "";
  }
}
