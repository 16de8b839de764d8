// A line over a shaded area, as wide and as high as its place.

const SPACE = "http://www.w3.org/2000/svg";
const HEIGHT = 100;

/** @param {readonly number[]} values at equal distances, two at least */
export function drawing(values) {
  const most = Math.max(1, ...values);
  const points = values.map((value, at) => `${at} ${HEIGHT - (HEIGHT * value) / most}`);
  const last = values.length - 1;
  const picture = made("svg", { class: "plot-drawing", viewBox: `0 0 ${last} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(
    made("path", { class: "plot-area", d: `M0 ${HEIGHT}L${points.join("L")}L${last} ${HEIGHT}Z` }),
    made("path", { class: "plot-line", d: `M${points.join("L")}` }),
  );
  return picture;
}

/** @param {string} name @param {Record<string, string>} attributes */
function made(name, attributes) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
