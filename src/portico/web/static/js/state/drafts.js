// What somebody has begun to write: kept in the browser until it is sent, and forgotten when they leave.

const PREFIX = "portico-draft ";

/** @param {string} place @returns {string} what was begun there; nothing where nothing was or storage is closed */
export function draftAt(place) {
  try {
    return localStorage.getItem(PREFIX + place) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} place @param {string} text */
export function keepDraft(place, text) {
  try {
    if (text.trim()) localStorage.setItem(PREFIX + place, text);
    else localStorage.removeItem(PREFIX + place);
  } catch {
    // What is written stays in its field; only leaving the page loses it.
  }
}

/** The places below a place where something was begun. @param {string} start */
export function draftsBelow(start) {
  try {
    const begun = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + start));
    return begun.map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

export function forgetDrafts() {
  for (const place of draftsBelow("")) keepDraft(place, "");
}
