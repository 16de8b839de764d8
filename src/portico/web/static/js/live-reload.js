// Development only: reloads the page when the site has been compiled anew.

const EVERY = 120;
const source = document.querySelector('link[rel="manifest"]')?.getAttribute("href") ?? "/";
const address = source.replace(/site\.webmanifest.*$/, "_dev/version");

/** @type {string | undefined} */
let known;

async function look() {
  if (document.visibilityState === "visible") {
    const version = await fetch(address, { cache: "no-store" })
      .then((response) => (response.ok ? response.text() : undefined))
      .catch(() => undefined);
    if (version !== undefined && known !== undefined && version !== known) location.reload();
    known = version ?? known;
  }
  setTimeout(look, EVERY);
}

look();
