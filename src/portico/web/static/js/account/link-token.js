// The secret of a link that was sent to somebody: taken out of the address, so that it stays with them.

/** @returns {string} nothing where the address has none */
export function linkToken() {
  const token = decodeURIComponent(location.hash.slice(1)).replace(/^token=/, "");
  history.replaceState(null, "", location.pathname);
  return token;
}
