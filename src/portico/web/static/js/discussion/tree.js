// The comments that are on the page, each below what it answers.

import { drawn } from "portico/discussion/comment";
import { inUse, nest, outer, placeFor, within } from "portico/discussion/placing";

/** @import { CommentView } from "../api/schema.d.ts" */

/** @typedef {(element: HTMLElement, comment: CommentView) => void} Furnish */

export class Tree {
  /** @type {Map<number, CommentView>} */
  comments = new Map();
  /** @type {Map<number, HTMLElement>} */
  #places = new Map();
  /** @type {Set<number>} replies that came before what they answer */
  #early = new Set();
  #threads;
  #furnish;

  /** @param {HTMLElement} threads @param {Furnish} furnish gives a comment what can be done with it */
  constructor(threads, furnish) {
    this.#threads = threads;
    this.#furnish = furnish;
  }

  clear() {
    for (const known of [this.comments, this.#places, this.#early]) known.clear();
    this.#threads.replaceChildren();
  }

  /** Show a comment as it is now, one that begins a thread at an end of them. @param {CommentView} comment @param {"first" | "last"} [end] */
  put(comment, end = "last") {
    const before = this.comments.get(comment.id);
    this.comments.set(comment.id, comment);
    if (!before) this.#begin(comment, end);
    else if (JSON.stringify(before) === JSON.stringify(comment) || inUse(this.element(comment.id))) return;
    this.draw(comment.id);
  }

  /** Draw a comment anew. @param {number} id */
  draw(id) {
    const comment = /** @type {CommentView} */ (this.comments.get(id));
    const place = /** @type {HTMLElement} */ (this.place(id));
    const nested = outer(place) === this.place(comment.parent_id ?? 0);
    const element = drawn(comment, nested ? undefined : this.comments.get(comment.parent_id ?? 0));
    this.element(id)?.remove();
    place.prepend(element);
    this.#furnish(element, comment);
  }

  /** @param {number} id */
  remove(id) {
    this.place(id)?.remove();
    this.#places.delete(id);
    this.comments.delete(id);
  }

  /** A comment with all below it. @param {number} id */
  place(id) {
    return this.#places.get(id);
  }

  /** @param {number} id @returns {HTMLElement | null} the comment alone */
  element(id) {
    return this.place(id)?.querySelector(":scope > .comment") ?? null;
  }

  /** @param {CommentView} comment @param {"first" | "last"} end */
  #begin({ id, parent_id, root_id }, end) {
    const place = placeFor(id);
    this.#places.set(id, place);
    const answered = this.place(parent_id ?? 0) ?? this.place(root_id ?? 0);
    if (answered) nest(answered, place);
    else this.#threads[end === "first" ? "prepend" : "append"](place);
    // Of a chain that a link leads into, only the last are here at first: they stand below its beginning.
    if (parent_id && !this.place(parent_id)) this.#early.add(id);
    for (const early of this.#early) if (this.comments.get(early)?.parent_id === id) this.#adopt(early);
  }

  /** Put a reply that came before what it answers where it belongs, with all below it. @param {number} id */
  #adopt(id) {
    this.#early.delete(id);
    for (const each of within(/** @type {HTMLElement} */ (this.place(id)))) {
      const { parent_id } = /** @type {CommentView} */ (this.comments.get(each));
      nest(/** @type {HTMLElement} */ (this.place(parent_id ?? 0)), /** @type {HTMLElement} */ (this.place(each)));
      this.draw(each);
    }
  }
}
