// Loads each behaviour only on pages that have a place for it.

const BEHAVIOURS = {
  "theme-switch": "portico/theme-switch",
  "search-palette": "portico/search-palette",
  ".offline": "portico/offline-banner",
  "page-contents": "portico/page-contents",
  "share-links": "portico/share-links",
  "copy-code": "portico/copy-code",
  "click-to-load": "portico/click-to-load",
  ".footnotes": "portico/side-notes",
};

for (const [selector, module] of Object.entries(BEHAVIOURS)) {
  if (document.querySelector(selector)) import(module);
}
