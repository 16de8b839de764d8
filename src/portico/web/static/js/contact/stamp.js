// The stamp of the form: shows the server that somebody had the page open for as long as writing takes.

/** @import { ContactForm } from "../api/schema.d.ts" */

const SOONEST = 3_200;

export class Stamp {
  /** @type {Promise<string | null> | null} */
  #asked = null;
  #since = 0;

  /** @param {() => Promise<ContactForm>} ask */
  constructor(ask) {
    this.ask = ask;
  }

  /** Ask for a stamp. Without one the letter is taken all the same, though fewer of them are. */
  begin() {
    this.#asked ??= this.ask().then(
      ({ stamp }) => ((this.#since = Date.now()), stamp),
      () => null,
    );
    return this.#asked;
  }

  /** @returns {Promise<{stamp?: string}>} once it is old enough */
  async give() {
    const stamp = await this.begin();
    if (!stamp) return this.renew(), {};
    const wait = this.#since + SOONEST - Date.now();
    if (wait > 0) await new Promise((later) => setTimeout(later, wait));
    return { stamp };
  }

  /** The stamp is used, or is none. */
  renew() {
    this.#asked = null;
  }
}
