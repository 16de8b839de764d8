// Renews a session once for all calls that wait for it, and once for all tabs that share its cookie.

export class Renewal {
  /** @type {Promise<void>} the one that runs, or else the last */
  #latest = Promise.resolve();
  #ended = 0;
  #renew;
  #shared;

  /**
   * @param {() => Promise<void>} renew
   * @param {string} [shared] names what tabs have in common; without it each tab renews for itself
   */
  constructor(renew, shared) {
    this.#renew = renew;
    this.#shared = shared;
  }

  /**
   * The renewal that ended after a moment, well or not: the one that another call caused, or a new one.
   * @param {number} moment milliseconds since 1970
   * @returns {Promise<void>}
   */
  after(moment) {
    if (this.#ended <= moment) {
      this.#ended = Infinity;
      this.#latest = this.#alone(() => this.#unlessDone(moment)).finally(() => {
        this.#ended = Date.now();
      });
    }
    return this.#latest;
  }

  /** @param {() => Promise<void>} renew */
  #alone(renew) {
    // Browsers have locks on secure origins only; elsewhere two tabs may both renew, which does no harm.
    return this.#shared && navigator.locks ? navigator.locks.request(this.#shared, renew) : renew();
  }

  /** @param {number} moment */
  async #unlessDone(moment) {
    if (this.#otherTab() > moment) return;
    await this.#renew();
    if (this.#shared) stored((storage, key) => storage.setItem(key, String(Date.now())), this.#shared);
  }

  #otherTab() {
    return this.#shared ? Number(stored((storage, key) => storage.getItem(key), this.#shared) ?? 0) : 0;
  }
}

/**
 * What a deed with the storage gives; nothing where the browser keeps it closed.
 * @template T
 * @param {(storage: Storage, key: string) => T} deed
 * @param {string} key
 */
function stored(deed, key) {
  try {
    return deed(localStorage, key);
  } catch {
    return undefined;
  }
}
