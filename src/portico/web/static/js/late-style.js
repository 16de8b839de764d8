// Loads a style sheet that a page names in its head but needs only once something is opened.

/**
 * @param {string} name
 * @returns {Promise<unknown>} settles when it is there or cannot be had
 */
export function lateStyle(name) {
  const sheet = /** @type {HTMLLinkElement | null} */ (document.querySelector(`link[data-late="${name}"]`));
  if (!sheet?.disabled) return Promise.resolve();
  return new Promise((resolve) => {
    sheet.onload = sheet.onerror = resolve;
    sheet.disabled = false;
  });
}
