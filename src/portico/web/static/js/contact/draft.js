// What somebody has begun to write, kept for as long as the tab is open.

const NAME = "portico-letter";
const KEPT = ["topic", "name", "email", "text"];

/** @param {HTMLFormElement} form */
export function keep(form) {
  const given = new FormData(form);
  try {
    sessionStorage.setItem(NAME, JSON.stringify(Object.fromEntries(KEPT.map((name) => [name, given.get(name)]))));
  } catch {
    // Without storage the letter stays in its field; only leaving the page loses it.
  }
}

/** Put back what was begun, where the page itself brings nothing. @param {HTMLFormElement} form */
export function restore(form) {
  for (const [name, value] of Object.entries(begun())) {
    const field = form.elements.namedItem(name);
    const given = /** @type {{value?: string} | null} */ (field);
    if (given && (name === "topic" || !given.value)) given.value = String(value ?? "");
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // Nothing was kept either.
  }
}

/** @returns {Record<string, unknown>} */
function begun() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? "{}");
  } catch {
    return {};
  }
}
