// What a page may know of who is signed in before it has asked: nothing secret, and kept in the browser.

const KEY = "portico-member";

/** @typedef {{username: string, role: string, name: string, avatar: string | null}} Member */

/** @returns {Member | null | undefined} null when nobody is signed in, undefined when the storage is closed to us */
export function mirrored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return undefined;
  }
}

/** @param {Member | null | undefined} member */
export function mirror(member) {
  try {
    // `before-paint.js` shows the letter and the picture, and hears of them in the other tabs.
    if (member) localStorage.setItem(KEY, JSON.stringify({ ...member, initial: initial(member) }));
    else localStorage.removeItem(KEY);
    dispatchEvent(new StorageEvent("storage", { key: KEY }));
  } catch {
    // Without storage the header greets nobody; all else works.
  }
}

/** @param {Member} member */
function initial({ name, username }) {
  return [...(name || username)][0]?.toUpperCase() ?? "";
}
