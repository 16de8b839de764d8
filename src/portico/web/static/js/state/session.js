// Who is signed in: assumed from the mirror at once, known once the server has said so, the same in every tab.

import { me } from "portico/api/me";
import { forgetDrafts } from "portico/state/drafts";
import { mirror, mirrored } from "portico/state/mirror";
import { cache, client } from "portico/state/shared";

/** @import { Me } from "../api/schema.d.ts" */
/** @import { Member } from "./mirror.js" */

/** @typedef {"signed-out" | "assumed" | "signed-in"} Status */

const CHANNEL = "portico-session";
const MINE = me(client);

export class Session extends EventTarget {
  member = mirrored();
  /** @type {Status} */
  status = this.member === null ? "signed-out" : "assumed";
  #tabs = new BroadcastChannel(CHANNEL);

  constructor() {
    super();
    // Told whole: what another tab has just written need not be here to read yet.
    this.#tabs.addEventListener("message", ({ data }) => this.#become(data, "assumed"));
  }

  /**
   * Ask who is signed in, and renew the session where that is needed.
   * @returns {Promise<Me | null>}
   * @throws {Problem} when the server was not heard
   */
  async check() {
    try {
      const known = await cache.get("me", () => MINE.read(), { tags: ["private"] });
      const same = this.member?.username === known.username ? this.member : null;
      this.show({ name: "", avatar: null, ...same, username: known.username, role: known.role });
      return known;
    } catch (problem) {
      if (/** @type {{status?: number}} */ (problem).status !== 401) throw problem;
      this.end();
      return null;
    }
  }

  /** Somebody has just signed in. @param {{username: string, role: string}} account */
  begin({ username, role }) {
    cache.clear();
    this.#become({ name: "", avatar: null, username, role }, "signed-in");
    mirror(this.member);
    this.#tabs.postMessage(this.member);
  }

  /** Nobody is signed in any more: what was known of them is forgotten, here and in the other tabs. */
  end() {
    const known = this.member || this.status !== "signed-out";
    this.#become(null, "signed-out");
    mirror(null);
    if (known) this.#tabs.postMessage(null);
  }

  /** Leave and lose what was begun, unless the server was not heard. @param {() => Promise<unknown>} leave */
  async leave(leave) {
    try {
      await leave();
    } catch (problem) {
      if (/** @type {{status?: number}} */ (problem).status !== 401) throw problem;
    }
    forgetDrafts();
    this.end();
  }

  /** What the header shows of who is signed in, here and in the other tabs. @param {Member} member */
  show(member) {
    const changed = JSON.stringify(member) !== JSON.stringify(this.member);
    Object.assign(this, { member, status: "signed-in" });
    if (changed) mirror(member);
    if (changed) this.dispatchEvent(new Event("change"));
  }

  /** @param {Member | null} member @param {Status} status */
  #become(member, status) {
    if (member?.username !== this.member?.username) cache.clear();
    this.member = member;
    this.status = member ? status : "signed-out";
    this.dispatchEvent(new Event("change"));
  }
}

export const session = new Session();
