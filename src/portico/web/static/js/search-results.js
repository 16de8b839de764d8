// Asks the search and makes a list of what it found; only the newest question is answered.

import { announce } from "portico/say";

/** @type {AbortController | undefined} */
let asking;

/**
 * @param {string} address
 * @returns {Promise<Node[] | undefined>} none when a newer question came in between
 */
export async function results(address) {
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await fetch(address, { signal: asking.signal, headers: { accept: "application/json" } });
    if (!response.ok) return [sentence("The search does not answer just now.")];
    const { items } = await response.json();
    announce(items.length === 1 ? "1 result" : `${items.length} results`);
    return items.length ? [list(items)] : [sentence("Nothing bears that name.")];
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return undefined;
    return [sentence("The search cannot be reached.")];
  }
}

/** @typedef {{url: string, title: string, snippet_html: string, collection: string}} Hit */

/** @param {Hit[]} items */
function list(items) {
  const element = document.createElement("ol");
  element.append(...items.slice(0, 8).map(line));
  return element;
}

/** @param {Hit} hit */
function line(hit) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = root() + hit.url;
  link.append(part("palette-title", hit.title), part("palette-kind", hit.collection.replaceAll("-", " ")));
  const snippet = part("palette-snippet", "");
  snippet.append(...marked(hit.snippet_html));
  link.append(snippet);
  item.append(link);
  return item;
}

const MARKED = /<mark>(.*?)<\/mark>/s;
const WRITTEN = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };

/** @param {string} html escaped text, whose only elements are `<mark>`s */
function marked(html) {
  return html.split(MARKED).map((text, index) => {
    const plain = text.replace(/&(lt|gt|quot|#x27|amp);/g, (written) => WRITTEN[written]);
    if (index % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

/** @type {(name: string, text: string) => HTMLElement} */
function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

/** @param {string} text */
function sentence(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

/** The path that the site is mounted under. */
function root() {
  const page = document.querySelector("search-palette")?.getAttribute("data-page") ?? "/search";
  return page.replace(/\/search$/, "");
}
