// <crop-frame>: a frame over a picture, moved and sized by hand or by the ranges below it.

import { asText } from "portico/account/sending";

export class CropFrame extends HTMLElement {
  ratio = 1;
  image = /** @type {HTMLImageElement} */ (this.querySelector("img"));
  box = /** @type {HTMLElement} */ (this.querySelector("[data-frame]"));
  ranges = /** @type {HTMLElement} */ (this.nextElementSibling);

  connectedCallback() {
    this.ranges.addEventListener("input", () => this.draw());
    this.addEventListener("pointerdown", (event) => this.setPointerCapture(event.pointerId));
    this.addEventListener("pointermove", (event) => this.hasPointerCapture(event.pointerId) && this.drag(event));
    this.addEventListener("wheel", (event) => this.zoom(event), { passive: false });
  }

  /** @param {File} file @param {number} ratio of the frame's width to its height */
  async show(file, ratio) {
    this.ratio = ratio;
    this.image.src = await asText(file);
    const whole = await this.image.decode().then(() => true, () => false);
    this.hidden = this.ranges.hidden = !whole;
    this.range("x").value = this.range("y").value = "0.5";
    this.range("size").value = "1";
    if (whole) this.draw();
    return whole;
  }

  hide() {
    this.hidden = this.ranges.hidden = true;
  }

  /** The part of the picture inside the frame, as fractions of the whole. */
  crop() {
    const { naturalWidth, naturalHeight } = this.image;
    const size = this.range("size").valueAsNumber;
    const most = Math.min(1, (naturalHeight * this.ratio) / naturalWidth);
    const width = most * size;
    const height = (width * naturalWidth) / this.ratio / naturalHeight;
    return {
      x: this.range("x").valueAsNumber * (1 - width),
      y: this.range("y").valueAsNumber * (1 - height),
      width,
      height: Math.min(1, height),
    };
  }

  draw() {
    const { x, y, width, height } = this.crop();
    const places = { left: x, top: y, width, height };
    for (const [name, part] of Object.entries(places)) this.box.style.setProperty(name, `${part * 100}%`);
  }

  /** @param {PointerEvent} event */
  drag({ movementX, movementY }) {
    const { width, height } = this.crop();
    const { clientWidth, clientHeight } = this.image;
    this.move("x", movementX / clientWidth / (1 - width));
    this.move("y", movementY / clientHeight / (1 - height));
    this.draw();
  }

  /** @param {WheelEvent} event */
  zoom(event) {
    event.preventDefault();
    this.move("size", event.deltaY / 1000);
    this.draw();
  }

  /** @param {string} name @param {number} by */
  move(name, by) {
    const range = this.range(name);
    if (Number.isFinite(by)) range.value = String(range.valueAsNumber + by);
  }

  /** @param {string} name */
  range(name) {
    return /** @type {HTMLInputElement} */ (this.ranges.querySelector(`[data-range="${name}"]`));
  }
}

customElements.define("crop-frame", CropFrame);
