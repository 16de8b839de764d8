// How the discussion puts numbers, moments and names into words.

import { WAY, day } from "portico/moments";

/** @import { CommentView } from "../api/schema.d.ts" */

const MOMENT = new Intl.DateTimeFormat(WAY, { dateStyle: "full", timeStyle: "short" });
const AGO = new Intl.RelativeTimeFormat(WAY, { numeric: "auto" });
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const A_DAY = 24 * HOUR;
const LATELY = 30 * A_DAY;

/** @param {string} moment */
export function exactly(moment) {
  return MOMENT.format(new Date(moment));
}

/** @param {string} moment */
export function ago(moment) {
  const seconds = Math.max(0, (Date.now() - Date.parse(moment)) / 1000);
  if (seconds < MINUTE) return "just now";
  if (seconds < HOUR) return AGO.format(-Math.floor(seconds / MINUTE), "minute");
  if (seconds < A_DAY) return AGO.format(-Math.floor(seconds / HOUR), "hour");
  return seconds < LATELY ? AGO.format(-Math.floor(seconds / A_DAY), "day") : day(moment);
}

/** @param {number} number @param {string} one @param {string} many */
export function counted(number, one, many) {
  return `${number.toLocaleString(WAY)} ${number === 1 ? one : many}`;
}

/** @param {CommentView | undefined} comment */
export function named({ author } = /** @type {CommentView} */ ({})) {
  return author?.name || "somebody";
}

/** @param {unknown} problem */
export function why(problem) {
  return /** @type {Error} */ (problem).message || "Something went wrong. Try again.";
}
