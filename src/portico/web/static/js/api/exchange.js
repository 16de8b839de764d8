// One request and its answer: JSON, or a Problem.

import { Problem, isJson } from "portico/api/problem";

/**
 * @param {string} address
 * @param {RequestInit & {signal?: AbortSignal | null}} request
 * @param {number} timeout milliseconds until the answer must be there, its body included
 * @returns {Promise<any>} the JSON of the answer, nothing of an empty one
 * @throws {Problem} for every failure but the caller's own wish to stop, which stays what it was
 */
export async function exchange(address, request, timeout) {
  const late = AbortSignal.timeout(timeout);
  const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
  try {
    return await answered(await fetch(address, { ...request, signal }));
  } catch (error) {
    if (error instanceof Problem || request.signal?.aborted) throw error;
    throw late.aborted ? Problem.late(timeout) : Problem.unreachable();
  }
}

/** @param {Response} response */
async function answered(response) {
  if (!response.ok) throw await Problem.told(response);
  if (response.status === 204) return undefined;
  if (!isJson(response)) throw Problem.unreadable(response);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw Problem.unreadable(response);
  }
}
