// What the search of the site finds, as options, and in words how much that is.

import { Problem } from "portico/api/problem";
import { search } from "portico/api/search";
import { traffic } from "portico/api/traffic";
import { marked } from "portico/palette/marked";
import { cache, client, root } from "portico/state/shared";

/** @import { Hit, SearchAnswer } from "../api/schema.d.ts" */
/** @import { Option } from "./options.js" */

// What is found may be offered instead of the page of all results.
/** @typedef {{options: Option[], words: string, instead?: boolean}} Found */

const LIMIT = 8;

/**
 * @param {string} query
 * @param {() => void} again
 * @returns {Promise<Found>}
 */
export async function answered(query, again) {
  if (!query) return { options: [], words: await readings() };
  try {
    const found = await cache.get(`search ${query}`, () => search(client).entries({ q: query, limit: LIMIT }));
    return found.total ? { options: found.items.map(option), words: counted(found) } : nothing(query);
  } catch (error) {
    const why = error instanceof Problem ? `${error.title}. ${error.detail}` : "";
    const options = [{ label: "Try again", run: again }];
    return { options, words: `The search does not answer. ${why}`, instead: true };
  }
}

/** How often this page was read, in words; none where that is not counted. */
async function readings() {
  const path = decodeURIComponent(location.pathname.slice(root.length));
  const counted = await cache.get(`views ${path}`, () => traffic(client).views(path)).catch(() => undefined);
  if (!counted?.views) return "";
  return `This page was read ${counted.views === 1 ? "once" : `${counted.views.toLocaleString("en")} times`}.`;
}

/** @param {string} query @returns {Found} */
function nothing(query) {
  const words = `No page holds “${query}”. Try fewer letters or another word.`;
  return { options: [{ label: "All topics", href: `${root}/tags` }], words, instead: true };
}

/** @param {SearchAnswer} found */
function counted({ items, total }) {
  if (total > items.length) return `${items.length} of ${total} results`;
  return total === 1 ? "1 result" : `${total} results`;
}

/** @param {Hit} hit */
function option(hit) {
  return {
    label: hit.title,
    title: marked(hit.title_html),
    note: hit.collection.replaceAll("-", " "),
    passage: marked(hit.snippet_html),
    href: root + hit.url,
  };
}
