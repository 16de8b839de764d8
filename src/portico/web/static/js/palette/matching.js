// Which commands a query means: those of which every word of it begins some word, whatever the accents.

/** @import { Group, Option } from "./options.js" */

/**
 * @param {readonly Group[]} groups
 * @param {string} query
 * @returns {Group[]}
 */
export function matching(groups, query) {
  const wanted = words(query);
  const fits = (/** @type {Option} */ { label }) =>
    wanted.every((word) => words(label).some((own) => own.startsWith(word)));
  return groups.map(({ heading, options }) => ({ heading, options: options.filter(fits) }));
}

/** @param {string} text */
function words(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
