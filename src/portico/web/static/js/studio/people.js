// <site-people>: who has joined, found by name and address; the owner gives roles and shuts people out.

import { users } from "portico/api/users";
import { askIn, proven } from "portico/account/proof";
import { session } from "portico/state/session";
import { client, root } from "portico/state/shared";
import { drawn } from "portico/studio/person";

/** @import { Me, PersonAnswer } from "../api/schema.d.ts" */
/** @import { Change } from "./person.js" */

const { people, changePerson } = users(client);
const PAUSE = 250;

class SitePeople extends HTMLElement {
  /** @type {Me | null} */
  known = null;
  /** @type {string | null} */
  cursor = null;
  asked = 0;

  connectedCallback() {
    const form = this.piece("form");
    askIn(/** @type {HTMLDialogElement} */ (this.piece("[data-proof]")), () => ({
      password: Boolean(this.known?.has_password),
      passkey: (this.known?.factors.passkeys ?? 0) > 0,
    }));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.attempt(() => this.find()), PAUSE);
    });
    this.piece("[data-more]").addEventListener("click", () => this.attempt(() => this.find(this.cursor)));
    this.attempt(async () => {
      this.known = await session.check();
      if (!this.known) return location.replace(`${root}/sign-in?to=${encodeURIComponent(location.pathname)}`);
      await this.find();
    });
  }

  /** @param {string | null} [cursor] where to go on; without one from the start */
  async find(cursor) {
    const asked = ++this.asked;
    const given = new FormData(/** @type {HTMLFormElement} */ (this.piece("form")));
    const wanted = Object.fromEntries([...given].filter(([, value]) => value));
    const { items, next_cursor } = await people({ ...wanted, ...(cursor ? { cursor } : {}) });
    if (asked !== this.asked) return; // somebody has typed on
    const list = this.piece("[data-list]");
    if (!cursor) list.replaceChildren();
    list.append(...items.map((person) => this.row(person)));
    this.cursor = next_cursor;
    this.piece("[data-more]").hidden = !next_cursor;
    this.piece("[data-count]").textContent = `${list.childElementCount || "Nobody"}${next_cursor ? " or more" : ""}`;
  }

  /** @param {PersonAnswer} person @returns {HTMLElement} */
  row(person) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const mine = person.id === this.known?.id;
    const row = drawn(template, person, mine, (body) => this.change(row, person, body));
    return row;
  }

  /** @param {Element} row @param {PersonAnswer} person @param {Change} body */
  async change(row, person, body) {
    let now = person;
    await this.attempt(async () => void (now = await proven(() => changePerson(person.id, body))));
    const anew = this.row(now);
    row.replaceWith(anew);
    /** @type {HTMLElement | null} */ (anew.querySelector("role" in body ? "select" : "button"))?.focus();
  }

  /** @param {() => unknown} deed */
  async attempt(deed) {
    const problem = this.piece("[data-problem]");
    problem.textContent = "";
    try {
      await deed();
    } catch (error) {
      problem.textContent = /** @type {Error} */ (error).message;
    }
  }

  /** @param {string} selector */
  piece(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("site-people", SitePeople);
