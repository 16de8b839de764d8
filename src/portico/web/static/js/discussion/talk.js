// The discussion of one article: what of it is on the page, and what becomes of it.

import { discussions } from "portico/api/discussions";
import { furnish } from "portico/discussion/deeds";
import { frame } from "portico/discussion/frame";
import { joining } from "portico/discussion/joining";
import { signs } from "portico/discussion/reactions";
import { Tree } from "portico/discussion/tree";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

/** @import { DiscussionView } from "../api/schema.d.ts" */

/** @typedef {"newest" | "oldest" | "most-reacted"} Sort */

export class Talk {
  api = discussions(client);
  /** @type {Sort} */
  sort = "newest";
  /** @type {DiscussionView["state"]} */
  state = "open";
  title = "";
  path = "";
  /** Ends the watch over what is remembered of this discussion. @type {(() => void) | undefined} */
  watch;
  #count = 0;

  /** @param {HTMLElement} place whose data names the article @param {(sort: Sort) => unknown} sorted */
  constructor(place, sorted) {
    this.collection = place.dataset.collection ?? "";
    this.slug = place.dataset.slug ?? "";
    this.subject = `${this.collection}/${this.slug}`;
    this.section = /** @type {HTMLElement} */ (place.closest("section"));
    this.parts = frame(place, sorted);
    this.tree = new Tree(this.parts.threads, (element, comment) => furnish(this, element, comment));
  }

  get mayWrite() {
    return this.state === "open" && Boolean(session.member);
  }

  /** Show what stands above the threads. @param {DiscussionView} view */
  head({ state, reactions, title, path }) {
    const { collection, slug, api } = this;
    Object.assign(this, { state, title, path });
    this.parts.signs.replaceChildren(
      signs({
        reactions,
        may: Boolean(session.member),
        send: (kind, on) => (on ? api.reactTo(collection, slug, kind) : api.unreactTo(collection, slug, kind)),
        tell: (words) => this.tell(words),
      }),
    );
  }

  join() {
    this.parts.join.replaceChildren(joining(this));
  }

  /** How many comments everybody sees. */
  get count() {
    return this.#count;
  }

  set count(number) {
    this.#count = number;
    const place = /** @type {HTMLElement} */ (this.section.querySelector("[data-count]"));
    place.textContent = number ? number.toLocaleString("en") : "";
    this.parts.order.hidden = number < 2;
    this.parts.empty.hidden = number > 0 || this.tree.comments.size > 0;
  }

  /** Say something above the threads; nothing where there is nothing to say. @param {string} words */
  note(words) {
    this.parts.note.textContent = words;
    this.parts.note.hidden = !words;
  }

  /** Say something to whoever only hears the page. @param {string} words */
  tell(words) {
    this.parts.told.textContent = words;
  }
}
