// How light an element is where it covers what lies behind it.

/** @type {Map<string, number | undefined>} */
const known = new Map();

/**
 * From 0 (black) to 1 (white); none of what lets see through.
 * @param {Element} element
 * @returns {number | undefined}
 */
export function surfaceLightness(element) {
  if (element instanceof HTMLImageElement && fills(element)) {
    return element.complete ? remembered(element.currentSrc, (pen) => pen.drawImage(element, 0, 0, 1, 1)) : undefined;
  }
  const style = getComputedStyle(element);
  const colour = element instanceof SVGGeometryElement ? style.fill : style.backgroundColor;
  return remembered(colour, (pen) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
  });
}

/**
 * A picture is a surface only where it is as wide as the window; any other lies on one.
 * @param {Element} picture
 */
function fills(picture) {
  return picture.getBoundingClientRect().width >= innerWidth;
}

/**
 * @param {string} name
 * @param {(pen: CanvasRenderingContext2D) => void} draw
 */
function remembered(name, draw) {
  if (!known.has(name)) known.set(name, lightness(draw));
  return known.get(name);
}

/** @param {(pen: CanvasRenderingContext2D) => void} draw */
function lightness(draw) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return undefined;
  draw(pen);
  try {
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return alpha > 127 ? (0.3 * red + 0.59 * green + 0.11 * blue) / 255 : undefined;
  } catch {
    // The picture of another origin does not let itself be read.
    return undefined;
  }
}
