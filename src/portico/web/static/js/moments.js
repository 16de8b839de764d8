// Days and moments as the site writes them.

const { lang } = document.documentElement;
// The day before the month, as on the pages that come finished.
export const WAY = lang === "en" ? "en-GB" : lang;
const DAY = new Intl.DateTimeFormat(WAY, { dateStyle: "long" });
const MOMENT = new Intl.DateTimeFormat(WAY, { dateStyle: "medium", timeStyle: "short" });

/** @param {string} moment */
export function day(moment) {
  return DAY.format(new Date(moment));
}

/** @param {string} moment */
export function exactly(moment) {
  return MOMENT.format(new Date(moment));
}
