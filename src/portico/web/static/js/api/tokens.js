// Where a front end on another origin keeps its tokens; our own pages keep none and use a cookie.

/** @typedef {{access: string, refresh?: string}} Tokens */
/** @typedef {{read(): Tokens | undefined, write(tokens: Tokens): void, clear(): void}} TokenStore */

/**
 * Tokens that end with the page, which no other script on the origin finds.
 * @param {Tokens} [tokens]
 * @returns {TokenStore}
 */
export function memoryTokens(tokens) {
  return {
    read: () => tokens,
    write: (given) => {
      tokens = given;
    },
    clear: () => {
      tokens = undefined;
    },
  };
}

/**
 * Tokens that outlast reloads and end with the tab.
 * @param {string} [key]
 * @returns {TokenStore}
 */
export function sessionTokens(key = "portico-tokens") {
  return {
    read: () => JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined,
    write: (tokens) => sessionStorage.setItem(key, JSON.stringify(tokens)),
    clear: () => sessionStorage.removeItem(key),
  };
}
