// What somebody saved, on their own page: filtered, and removed at once, to come back where the server refuses.

import { attempt } from "portico/account/rows";
import { saved } from "portico/api/saved";
import { button, made } from "portico/made";
import { day } from "portico/moments";
import { client, root } from "portico/state/shared";

/** @import { SavedItem } from "../api/schema.d.ts" */

const kept = saved(client);

export class SavedPosts {
  /** @type {string | null} */
  #cursor = null;

  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.list = /** @type {HTMLElement} */ (place.querySelector("[data-list]"));
    this.more = /** @type {HTMLButtonElement} */ (place.querySelector("[data-more]"));
    this.filter = /** @type {HTMLSelectElement} */ (place.querySelector("[data-collections]"));
    this.filter.onchange = () => this.show();
    this.more.onclick = () => attempt(place, () => this.load(this.#cursor));
  }

  async show() {
    await attempt(this.place, () => this.load(null));
  }

  /** @param {string | null} cursor where to go on; without one from the latest */
  async load(cursor) {
    const { items, next_cursor } = await kept.list({ collection: this.filter.value || undefined, cursor: cursor ?? undefined });
    if (!cursor) this.list.replaceChildren();
    this.list.append(...items.map((item) => this.row(item)));
    this.#cursor = next_cursor;
    for (const { collection } of items) this.offer(collection);
    this.told();
  }

  /** Offer to show one collection alone. @param {string} collection */
  offer(collection) {
    if ([...this.filter.options].some(({ value }) => value === collection)) return;
    this.filter.append(made("option", { value: collection, textContent: collection.replaceAll("-", " ") }));
    /** @type {HTMLElement} */ (this.filter.parentElement).hidden = this.filter.options.length < 3;
  }

  told() {
    this.more.hidden = !this.#cursor;
    const nothing = /** @type {HTMLElement} */ (this.place.querySelector("[data-nothing]"));
    nothing.hidden = Boolean(this.list.childElementCount || this.#cursor);
  }

  /** @param {SavedItem} item */
  row(item) {
    const { title, path, saved_at } = item;
    const name = path ? made("a", { href: root + path, textContent: title }) : title;
    const note = path ? `Saved on ${day(saved_at)}` : "No longer published";
    const given = { className: "quiet-call", "aria-label": `Remove: ${title}` };
    const removal = button("Remove", () => attempt(this.place, () => this.remove(row, item)), given);
    const said = made("p", { className: "profile-said", dir: "auto" }, name);
    const row = made("li", {}, said, made("p", { className: "profile-where", textContent: note }), removal);
    return row;
  }

  /** @param {HTMLElement} row @param {SavedItem} item */
  async remove(row, { collection, slug, title }) {
    const next = row.nextElementSibling;
    const near = next ?? row.previousElementSibling;
    row.remove();
    this.told();
    (near?.querySelector("button") ?? this.filter).focus();
    try {
      await kept.drop(collection, slug);
      /** @type {HTMLElement} */ (this.place.querySelector("[data-status]")).textContent = `Removed: ${title}`;
    } catch (problem) {
      this.list.insertBefore(row, next);
      this.told();
      row.querySelector("button")?.focus();
      throw problem;
    }
  }
}
