// A room of the studio: lets in whoever may look after it, loads what it shows, and keeps that fresh.

import { askIn, proven } from "portico/account/proof";
import { session } from "portico/state/session";
import { root } from "portico/state/shared";
import { shut, unlock } from "portico/studio/door";

/** @import { Me } from "../api/schema.d.ts" */
/** @import { Problem } from "../api/problem.js" */

/** Base of `<studio-…>` elements: `furnish` is called once, `load` whenever the room is to show how things are. */
export class Room extends HTMLElement {
  /** @type {Me | null} who looks, once they are in */
  known = null;
  /** Milliseconds after which a room loads anew by itself while it is looked at; 0 where only a visitor asks for it. */
  pause = 0;

  connectedCallback() {
    this.showRooms();
    askIn(/** @type {HTMLDialogElement} */ (this.piece("[data-proof]")), () => this.known);
    this.piece("[data-door-again]").addEventListener("click", () => unlock(this));
    this.furnish();
    this.enter();
    if (this.pause) setInterval(() => document.visibilityState === "visible" && this.refresh(), this.pause);
  }

  /** Put listeners where they belong. */
  furnish() {}

  /** Ask for what the room shows, and draw it. @returns {Promise<void>} */
  async load() {}

  /** Come in, or be told at the door why not. */
  async enter() {
    try {
      this.known = session.status === "signed-out" ? null : await session.check();
      if (!this.known) return location.replace(`${root}/sign-in?to=${encodeURIComponent(location.pathname)}`);
      this.showRooms(this.known.role);
      await this.load();
      this.piece("[data-door]").hidden = true;
      this.piece("[data-inside]").hidden = false;
    } catch (problem) {
      shut(this, /** @type {Problem} */ (problem));
    }
  }

  /** Load anew what is shown; whoever may not see it any more is led to the door. */
  async refresh() {
    if (this.piece("[data-inside]").hidden) return;
    try {
      await this.load();
      this.say("");
    } catch (problem) {
      const { status, message } = /** @type {Problem} */ (problem);
      if (status === 401 || status === 403) shut(this, /** @type {Problem} */ (problem));
      else this.say(`This may be out of date. ${message}`);
    }
  }

  /** Do a deed, after a proof where it takes one, and say what went wrong. @param {() => Promise<unknown>} deed */
  async attempt(deed) {
    this.say("");
    try {
      await proven(deed);
    } catch (problem) {
      this.say(/** @type {Error} */ (problem).message);
    }
  }

  /** @param {string} words what went wrong; nothing takes it back */
  say(words) {
    this.piece("[data-problem]").textContent = words;
  }

  /** Show the way to the rooms that are open to a role. */
  showRooms(role = session.member?.role) {
    this.piece("[data-rooms]").hidden = role !== "owner" && role !== "moderator";
    for (const room of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-for=owner]"))) room.hidden = role !== "owner";
    this.querySelector("[data-rooms] [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /** @param {string} selector */
  piece(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}
