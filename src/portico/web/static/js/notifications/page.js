// <notification-page>: all that happened, with its cursor; reading and removing.

import { attempt } from "portico/account/rows";
import { button } from "portico/made";
import { changed, mine } from "portico/notifications/unread";
import { row, told } from "portico/notifications/words";
import { announce } from "portico/say";
import { session } from "portico/state/session";
import { root } from "portico/state/shared";

/** @import { NotificationView } from "../api/schema.d.ts" */

class NotificationPage extends HTMLElement {
  /** @type {string | null} */
  cursor = null;
  latest = 0;

  connectedCallback() {
    this.piece("[data-more]").addEventListener("click", () => attempt(this, () => this.load()));
    this.piece("[data-read-all]").addEventListener("click", () => attempt(this, () => this.readAll()));
    attempt(this, async () => {
      if (!(await session.check())) return location.replace(`${root}/sign-in?to=${encodeURIComponent(location.pathname)}`);
      await this.load();
    }).finally(() => (this.piece("[data-wait]").hidden = true));
  }

  async load() {
    const { items, next_cursor } = await mine.list(this.cursor ? { cursor: this.cursor } : {});
    this.latest = Math.max(this.latest, ...items.map(({ id }) => id));
    this.cursor = next_cursor;
    const rows = items.map((notice) => this.row(notice));
    const later = this.piece("[data-list]").childElementCount > 0;
    this.piece("[data-list]").append(...rows);
    if (later) rows[0]?.querySelector("a")?.focus();
    this.tidy();
  }

  /** @param {NotificationView} notice */
  row(notice) {
    const line = row(notice);
    const remove = button("Remove", () => attempt(this, () => this.forget(line, notice)), { className: "quiet-call" });
    remove.ariaLabel = `Remove: ${told(notice)}`;
    line.append(remove);
    return line;
  }

  /** @param {HTMLElement} line @param {NotificationView} notice */
  async forget(line, notice) {
    await mine.remove(notice.id);
    const next = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    /** @type {HTMLElement} */ (next?.querySelector("button") ?? this.piece("h1")).focus();
    announce("Removed.");
    changed();
    this.tidy();
  }

  async readAll() {
    await mine.readUpTo(this.latest);
    for (const line of this.querySelectorAll("[data-unread]")) {
      line.removeAttribute("data-unread");
      line.querySelector(".happening-link > .visually-hidden")?.remove();
    }
    announce("All are read.");
    changed();
    this.tidy();
    this.piece("h1").focus();
  }

  tidy() {
    this.piece("[data-more]").hidden = !this.cursor;
    this.piece("[data-empty]").hidden = this.piece("[data-list]").childElementCount > 0 || Boolean(this.cursor);
    this.piece("[data-read-all]").hidden = !this.querySelector("[data-unread]");
  }

  /** @param {string} selector */
  piece(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("notification-page", NotificationPage);
