// Answers kept in memory: the fresh are given again, the stale are given and renewed, the missing are loaded.

// A value is fresh for so many milliseconds, and given while a new one is loaded for so many more.
/** @typedef {{fresh?: number, stale?: number, tags?: readonly string[]}} Terms */
/** @typedef {Required<Terms> & {value: any, loaded: number, loading?: Promise<any>}} Entry */

const MINUTE = 60_000;

export class MemoryCache {
  /** @type {Map<string, Entry>} the longest unused first */
  #entries = new Map();
  /** @type {Set<{key: string, listener: (value: any) => void}>} */
  #subscriptions = new Set();
  #how;

  constructor({ limit = 200, now = Date.now } = {}) {
    this.#how = { limit, now };
  }

  /**
   * The value of a key: the one that is here, or the one that is loaded, together with all who wait for it.
   * @template T
   * @param {string} key
   * @param {() => Promise<T>} load whose failure is told to those who wait, and not kept
   * @param {Terms} [terms]
   * @returns {Promise<T>}
   */
  async get(key, load, { fresh = MINUTE, stale = 10 * MINUTE, tags = [] } = {}) {
    const entry = this.#entries.get(key) ?? { value: undefined, loaded: -Infinity, fresh, stale, tags };
    this.#keep(key, entry);
    const age = this.#how.now() - entry.loaded;
    if (age >= entry.fresh) entry.loading ??= this.#load(key, entry, load);
    if (age >= entry.fresh + entry.stale) return entry.loading;
    // Nobody waits for this load; when it fails, the old value is given until its time is over.
    entry.loading?.catch(() => {});
    return entry.value;
  }

  /**
   * Be told every new value of a key, and `undefined` when it is dropped, until the answer is called.
   * @param {string} key
   * @param {(value: any) => void} listener
   */
  subscribe(key, listener) {
    const subscription = { key, listener };
    this.#subscriptions.add(subscription);
    return () => void this.#subscriptions.delete(subscription);
  }

  /** @param {string} key */
  invalidate(key) {
    if (this.#entries.delete(key)) this.#tell(key, undefined);
  }

  /** @param {string} tag */
  invalidateTag(tag) {
    for (const [key, entry] of [...this.#entries]) if (entry.tags.includes(tag)) this.invalidate(key);
  }

  clear() {
    for (const key of [...this.#entries.keys()]) this.invalidate(key);
  }

  /** @param {string} key @param {Entry} entry */
  #keep(key, entry) {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#how.limit) this.invalidate([...this.#entries.keys()][0]);
  }

  /** @param {string} key @param {Entry} entry @param {() => Promise<any>} load */
  async #load(key, entry, load) {
    try {
      const value = await load();
      // What was dropped meanwhile was asked for before the drop, and is out of date.
      if (this.#entries.get(key) === entry) this.#tell(key, Object.assign(entry, { value, loaded: this.#how.now() }).value);
      return value;
    } finally {
      entry.loading = undefined;
      if (entry.loaded === -Infinity && this.#entries.get(key) === entry) this.#entries.delete(key);
    }
  }

  /** @param {string} key @param {any} value */
  #tell(key, value) {
    for (const { listener } of [...this.#subscriptions].filter((each) => each.key === key)) listener(value);
  }
}
