// Hands a text to the clipboard or a page to the system's share sheet, and tells whether it could.

/**
 * @param {string} text
 * @returns {Promise<boolean>} false where the browser or the visitor forbids it
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {ShareData} page
 * @returns {Promise<boolean>} true as well when the visitor closes the sheet again
 */
export async function share(page) {
  try {
    await navigator.share(page);
    return true;
  } catch (error) {
    return /** @type {Error} */ (error).name === "AbortError";
  }
}
