// The dialog in which somebody chooses a picture of themselves, the part of it that is shown, and sends it.

import { me } from "portico/api/me";
import { CropFrame } from "portico/account/crop-frame";
import { onSubmit, say } from "portico/account/form";
import { send } from "portico/account/sending";
import { client, root } from "portico/state/shared";

/** @typedef {"avatar" | "banner"} Purpose */

const RATIO = { avatar: 1, banner: 3 };
const LARGEST = 8_000_000;

export class PictureDialog {
  purpose = /** @type {Purpose} */ ("avatar");
  file = /** @type {File | undefined} */ (undefined);
  shown = Promise.resolve(false);

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(purpose: Purpose, address: string) => unknown} changed what shows the picture, or none
   */
  constructor(dialog, changed) {
    this.dialog = dialog;
    this.changed = changed;
    this.form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
    this.frame = /** @type {CropFrame} */ (dialog.querySelector("crop-frame"));
    this.input = /** @type {HTMLInputElement} */ (dialog.querySelector("[data-file]"));
    this.progress = /** @type {HTMLProgressElement} */ (dialog.querySelector("progress"));
    this.input.addEventListener("change", () => this.take(this.input.files?.[0]));
    onSubmit(this.form, () => this.use());
    this.button("another", () => this.input.click());
    this.button("cancel", () => dialog.close());
    this.button("remove", () => this.remove());
    dialog.addEventListener("close", () => this.sending?.abort());
  }

  /** @param {Purpose} purpose @param {boolean} shown whether there is one already */
  open(purpose, shown) {
    this.purpose = purpose;
    this.dialog.dataset.purpose = purpose;
    this.file = undefined;
    this.input.value = "";
    this.frame.hide();
    say(this.form, "");
    /** @type {HTMLElement} */ (this.dialog.querySelector("[data-remove]")).hidden = !shown;
    this.dialog.showModal();
    this.input.click();
  }

  /** @param {File | undefined} file */
  async take(file) {
    if (!file) return;
    const fits = file.size <= LARGEST && file.type.startsWith("image/");
    say(this.form, fits ? "" : "Choose a JPEG, PNG, WebP, AVIF or GIF of eight megabytes at most.");
    if (!fits) return;
    this.file = file;
    this.shown = this.frame.show(file, RATIO[this.purpose]);
    if (!(await this.shown)) say(this.form, "This picture cannot be read. Choose another one.");
  }

  async use() {
    if (!this.file || !(await this.shown)) return this.input.click();
    this.sending = new AbortController();
    this.progress.hidden = false;
    try {
      const { picture } = await send(this.file, this.purpose, this.frame.crop(), this.progress, this.sending.signal);
      await this.changed(this.purpose, root + picture.url);
      this.dialog.close();
    } finally {
      this.progress.hidden = true;
    }
  }

  async remove() {
    try {
      await (this.purpose === "avatar" ? me(client).removeAvatar() : me(client).removeBanner());
      await this.changed(this.purpose, "");
      this.dialog.close();
    } catch (problem) {
      say(this.form, /** @type {Error} */ (problem).message);
    }
  }

  /** @param {string} name @param {() => unknown} deed */
  button(name, deed) {
    this.dialog.querySelector(`[data-${name}]`)?.addEventListener("click", deed);
  }
}
