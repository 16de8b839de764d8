// Carries a card to its article and back. The arrival is part of the first paint; hence no module.
(function () {
  const root = document.documentElement;
  const LINKS = ".plate-link, .row-title a, .next-article";
  const HOLDERS = ".plate, .row, .next-article";
  const PARTS = {
    "carried-title": ".p-name, .row-title, .next-title",
    "carried-cover": ".article-cover, .plate-frame:not(.plate-open), .next-cover",
  };
  /** @type {HTMLElement[]} */
  let carried = [];

  addEventListener("pageswap", ({ viewTransition, activation }) => {
    if (viewTransition && activation?.entry.url) carry(activation.entry.url);
  });

  addEventListener("pagereveal", ({ viewTransition }) => {
    const from = navigation.activation?.from?.url;
    if (!viewTransition || !from) return;
    const found = carry(from);
    if (found || opensArticle()) viewTransition.types?.add("doors");
    viewTransition.finished.finally(release);
  });

  // A page that comes back as it was left shows nothing of how it was left.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    delete root.dataset.leaving;
    delete root.dataset.doors;
  });

  addEventListener("animationend", ({ target }) => {
    if (target === root && root.dataset.doors === "opening") delete root.dataset.doors;
  });

  if (!("onpagereveal" in window)) openDoors();

  function openDoors() {
    try {
      if (sessionStorage.getItem("doors")) root.dataset.doors = "opening";
      sessionStorage.removeItem("doors");
    } catch {
      // Storage may be closed to us; then the page stands there at once.
    }
  }

  /**
   * Name the parts of the card of another page, or those of this article, if they are in view.
   * @param {string} other
   */
  function carry(other) {
    release();
    const card = cardOf(other);
    const holder = card ?? (opensArticle() ? document.querySelector(".article") : null);
    for (const [name, selector] of Object.entries(PARTS)) {
      const part = /** @type {HTMLElement | null | undefined} */ (holder?.querySelector(selector));
      if (part && inView(part)) {
        part.style.setProperty("view-transition-name", name);
        carried.push(part);
      }
    }
    return card !== undefined;
  }

  function release() {
    for (const part of carried) part.style.removeProperty("view-transition-name");
    carried = [];
  }

  /** @param {string} other */
  function cardOf(other) {
    const { origin, pathname } = new URL(other);
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(LINKS));
    return [...links]
      .filter((link) => link.origin === origin && link.pathname === pathname)
      .map((link) => link.closest(HOLDERS))
      .find((card) => card !== null && inView(card)) ?? undefined;
  }

  /** @param {Element} element */
  function inView(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  function opensArticle() {
    return document.body?.classList.contains("page-article") ?? false;
  }
})();
