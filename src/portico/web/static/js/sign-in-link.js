// The way in that leads back to where one was.

const { root = "/" } = document.documentElement.dataset;

/** @param {string} [hash] the place on this page to come back to */
export function wayIn(hash = location.hash) {
  const here = location.pathname + location.search + hash;
  return `${root.replace(/\/$/, "")}/sign-in?to=${encodeURIComponent(here)}`;
}

/** Go there. @param {string} [hash] */
export function lead(hash) {
  location.assign(wayIn(hash));
}
