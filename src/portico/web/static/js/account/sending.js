// Sends a picture to where the site keeps such things, and tells how far it has come.

import { users } from "portico/api/users";
import { client } from "portico/state/shared";

/** @import { Crop, UploadPublic } from "../api/schema.d.ts" */

const LOOKED_AT = 40_000;

/**
 * @param {File} file
 * @param {"avatar" | "banner"} purpose
 * @param {Crop} crop
 * @param {HTMLProgressElement} progress
 * @param {AbortSignal} signal
 */
export async function send(file, purpose, crop, progress, signal) {
  const people = users(client);
  const content_type = /** @type {"image/png"} */ (file.type);
  const upload = await people.startUpload({ purpose, content_type, size: file.size });
  await transfer(upload, file, progress, signal);
  return people.confirmUpload({ confirm_token: upload.confirm_token, crop }, { signal, timeout: LOOKED_AT });
}

/**
 * Only the older way of asking tells how much has been sent.
 * @param {UploadPublic} upload
 * @param {File} file
 * @param {HTMLProgressElement} progress
 * @param {AbortSignal} signal
 */
function transfer({ url, method, headers }, file, progress, signal) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const request = new XMLHttpRequest();
  request.open(method, url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => {
    progress.value = loaded / total;
  };
  request.onload = () => (request.status < 300 ? resolve(undefined) : reject(new Error("The picture was not taken. Try again.")));
  request.onerror = () => reject(new Error("The picture could not be sent. Check the connection and try again."));
  request.onabort = () => reject(new Error("Nothing was sent."));
  signal.addEventListener("abort", () => request.abort());
  request.send(file);
  return promise;
}

/**
 * A picture as text, since our pages show none that only the browser has.
 * @param {File} file
 * @returns {Promise<string>}
 */
export function asText(file) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const reader = new FileReader();
  reader.onload = () => resolve(/** @type {string} */ (reader.result));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
  return promise;
}
