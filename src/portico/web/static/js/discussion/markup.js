// The HTML of a comment as nodes. The server has sanitised it; only what a comment may hold is taken over all the same.

import { made } from "portico/made";
import { root } from "portico/state/shared";

/** @typedef {"p" | "br" | "strong" | "em" | "del" | "code" | "pre" | "ul" | "ol" | "li" | "blockquote" | "a"} Name */

/** @type {Record<Name, readonly string[]>} */
const KNOWN = {
  p: ["dir"],
  br: [],
  strong: [],
  em: [],
  del: [],
  code: [],
  pre: ["dir"],
  ul: [],
  ol: ["start"],
  li: ["dir"],
  blockquote: ["dir"],
  a: ["href", "title"],
};
const FOREIGN = /^(https?:\/\/|mailto:)/i;
const PERSON = /^\/@[\w%-]+$/;

// What is parsed here stands in a document of its own, which runs nothing and loads nothing.
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("comments", {
  /** @param {string} html */
  createHTML: (html) => html,
});
const parser = new DOMParser();

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function rendered(html) {
  const written = parser.parseFromString(policy?.createHTML(html) ?? html, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...taken(written.body));
  return fragment;
}

/** @param {Node} from @returns {Node[]} */
function taken(from) {
  return [...from.childNodes].flatMap((node) => {
    if (node instanceof Text) return [document.createTextNode(node.data)];
    return node instanceof Element ? [element(node)] : [];
  });
}

/** @param {Element} found @returns {Node} */
function element(found) {
  const name = /** @type {Name} */ (found.localName);
  if (!Object.hasOwn(KNOWN, name)) return document.createTextNode(found.textContent ?? "");
  const copy = made(name, {}, ...taken(found));
  for (const attribute of KNOWN[name]) {
    const value = found.getAttribute(attribute);
    if (value !== null) copy.setAttribute(attribute, value);
  }
  return copy instanceof HTMLAnchorElement ? led(copy, found.getAttribute("href") ?? "") : copy;
}

/** Only to people of this site and out of it. @param {HTMLAnchorElement} link @param {string} address */
function led(link, address) {
  if (PERSON.test(address)) link.href = root + address;
  else if (FOREIGN.test(address)) link.rel = "nofollow ugc noopener";
  else link.removeAttribute("href");
  return link;
}
