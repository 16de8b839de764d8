// Fetches what a page shows first before that page asks for it, by the site's own list of such files.

/** @import { Manifest, RouteAsset } from "portico/api/schema.d.ts" */

const { root = "/", theme } = document.documentElement.dataset;

/** @type {Promise<Manifest> | undefined} */
let asked;
/** @type {Map<string, Promise<unknown>>} */
const warmed = new Map();

/** The list, fetched at the first question. */
export function manifest() {
  asked ??= fetch(`${root}api/v1/manifest`, { priority: "low" }).then((response) => response.json());
  return asked;
}

/**
 * The pictures in the first screen of a page.
 * @param {string} pathname with the path that the site is mounted under
 */
export async function firstOf(pathname) {
  const page = `/${pathname.slice(root.length)}`;
  const { routes } = await manifest();
  const group = routes.find(({ path }) => (path.endsWith("/*") ? page.startsWith(path.slice(0, -1)) : page === path));
  const scheme = theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  return (group?.assets ?? []).filter(
    (asset) => asset.early && asset.page === page && (asset.scheme ?? scheme) === scheme,
  );
}

/**
 * Fetch the pictures in the first screen of a page.
 * @param {string} pathname
 */
export async function warmFirstOf(pathname) {
  for (const asset of await firstOf(pathname)) warm(asset);
}

/**
 * Fetch a picture once, in the size that its page would choose here; settles when it has come or failed.
 * @param {RouteAsset} asset
 */
export function warm(asset) {
  // The same picture stands in a list and above its article in different sizes.
  const name = asset.url + asset.sizes;
  const loading = warmed.get(name) ?? load(asset);
  warmed.set(name, loading);
  return loading;
}

/** @param {RouteAsset} asset */
function load({ url, media_type: type, srcset, sizes }) {
  const image = new Image();
  image.fetchPriority = "low";
  const settled = until(image, "load");
  if (srcset) {
    const source = Object.assign(document.createElement("source"), { type, sizes });
    source.srcset = srcset.split(", ").map(prefixed).join(", ");
    document.createElement("picture").append(source, image);
  } else {
    image.src = prefixed(url);
  }
  return settled;
}

/**
 * Settles when the event comes, or its failure.
 * @param {HTMLElement} element
 * @param {string} event
 */
export function until(element, event) {
  return new Promise((resolve) => {
    for (const name of [event, "error"]) element.addEventListener(name, resolve, { once: true });
  });
}

/**
 * A path of the site behind the path that it is mounted under.
 * @param {string} path
 */
export function prefixed(path) {
  return root + path.slice(1);
}
