// Makes the search form a command palette: what one may do stands below it, and what is found while one types.

import { lateStyle } from "portico/late-style";
import { Combobox } from "portico/palette/combobox";
import { commands } from "portico/palette/commands";
import { matching } from "portico/palette/matching";
import { draw } from "portico/palette/options";

/** @import { Found } from "./finds.js" */

const PAUSE = 120;
const PATIENCE = 300;
/** @type {Found} */
const UNREACHABLE = { options: [], words: "The search does not answer. Check the connection and reload this page." };

/** @param {HTMLDialogElement} dialog */
export async function grow(dialog) {
  await lateStyle("palette");
  new Palette(dialog).listen();
}

class Palette {
  /** @type {Found} */
  found = { options: [], words: "" };

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
    this.input = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("q"));
    this.status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    this.list = /** @type {HTMLElement} */ (dialog.querySelector(".palette-list"));
    this.box = new Combobox(this.input, this.list);
    this.offered = commands(this);
    this.form.addEventListener("input", () => this.listen());
    this.list.addEventListener("click", (event) => this.leave(event));
    dialog.addEventListener("close", () => this.beginAnew());
  }

  get query() {
    return this.input.value.trim();
  }

  listen() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), this.query ? PAUSE : 0);
    this.show();
  }

  async ask() {
    const { query, status } = this;
    let before = status.textContent;
    const looking = setTimeout(() => query && this.say((before = "Looking …")), PATIENCE);
    const finds = await import("portico/palette/finds").catch(() => undefined);
    const found = (await finds?.answered(query, () => this.ask())) ?? UNREACHABLE;
    clearTimeout(looking);
    if (query !== this.query) return;
    this.found = found;
    if (status.textContent === before) this.say(found.words); // else a command has spoken meanwhile
    this.show();
  }

  show() {
    const { query, offered } = this;
    const { options, instead } = this.found;
    const all = { label: `Search for “${query}”`, href: `${this.form.action}?q=${encodeURIComponent(query)}` };
    const searching = { heading: "Search", options: instead ? options : [all, ...options] };
    const groups = query ? [...matching(offered, query), searching] : offered;
    this.box.show(draw(groups), { first: query !== "" });
    this.list.toggleAttribute("data-idle", !query);
  }

  /** @param {string} words */
  say = (words) => {
    this.status.textContent = words;
  };
  close = () => this.dialog.close();

  /** @param {MouseEvent} event */
  leave({ target, ctrlKey, metaKey, shiftKey }) {
    const link = /** @type {Element} */ (target).closest("a");
    if (link && !ctrlKey && !metaKey && !shiftKey) this.close();
  }

  beginAnew() {
    this.form.reset();
    this.offered = commands(this);
    this.listen();
  }
}
