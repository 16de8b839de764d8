// <studio-inbox>: the letters of visitors, found, read, answered and put away.

import { contact } from "portico/api/contact";
import { client } from "portico/state/shared";
import { download } from "portico/studio/letter-export";
import { line } from "portico/studio/letter-line";
import { OpenLetter } from "portico/studio/letter";
import { ListRoom } from "portico/studio/list-room";

/** @import { LetterEntry } from "../api/schema.d.ts" */

const { letters, exported } = contact(client);

class StudioInbox extends ListRoom {
  nouns = ["letter", "letters"];

  furnish() {
    super.furnish();
    this.open = new OpenLetter(this, () => this.load());
    this.piece("[data-export]").addEventListener("click", () => this.attempt(() => download(exported)));
    addEventListener("hashchange", () => this.attempt(() => this.follow()));
  }

  /** @param {Record<string, string>} query */
  find(query) {
    return letters(query);
  }

  /** @param {LetterEntry} letter */
  row(letter) {
    return line(letter);
  }

  async load() {
    await super.load();
    await this.follow();
  }

  /** Show the letter that the address names, or none. */
  async follow() {
    await this.open?.show(Number(/^#letter-(\d+)$/.exec(location.hash)?.[1] ?? 0));
    for (const link of this.querySelectorAll("[data-list] a")) {
      const here = /** @type {HTMLAnchorElement} */ (link).hash === location.hash;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

customElements.define("studio-inbox", StudioInbox);
