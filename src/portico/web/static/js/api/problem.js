// Every way in which a request can fail, as one kind of error (RFC 9457).

/** @import { FieldError } from "./schema.d.ts" */

/**
 * @typedef {object} Told
 * @property {number} [status]
 * @property {string} code
 * @property {string} title
 * @property {string} [detail]
 * @property {readonly FieldError[]} [errors]
 * @property {string} [requestId]
 * @property {number} [retryAfter]
 */

export class Problem extends Error {
  /** @param {Told} told */
  constructor({ status = 0, code, title, detail = "", errors = [], requestId = "", retryAfter }) {
    super(detail || title);
    this.name = "Problem";
    /** The HTTP status; 0 when there was no answer at all. */
    this.status = status;
    /** A stable name, for programs. */
    this.code = code;
    /** The kind of problem in a few words, for people. */
    this.title = title;
    /** What happened and what to do about it, for people. */
    this.detail = detail;
    /** Every field that is not valid. */
    this.errors = errors;
    /** Leads to the line in the server's log. */
    this.requestId = requestId;
    /** After how many seconds trying again makes sense, where the server said so. */
    this.retryAfter = retryAfter;
  }

  /** @param {Response} response an answer that is none of success */
  static async told(response) {
    const document = isJson(response) ? await response.json().catch(() => null) : null;
    const waiting = Number(response.headers.get("retry-after") ?? NaN);
    return new Problem({
      status: response.status,
      code: document?.code ?? "unexpected-answer",
      title: document?.title ?? "The server gave an unexpected answer",
      detail: document?.detail ?? `It answered with status ${response.status}. Try again in a moment.`,
      errors: document?.errors,
      requestId: document?.request_id ?? response.headers.get("x-request-id") ?? "",
      retryAfter: Number.isFinite(waiting) ? waiting : undefined,
    });
  }

  /** @param {Response} response a success whose body is not what was asked for */
  static unreadable(response) {
    return new Problem({
      status: response.status,
      code: "unexpected-answer",
      title: "The server gave an unexpected answer",
      detail: "Something between here and the server answered in its place. Check the connection.",
    });
  }

  /** @param {number} milliseconds */
  static late(milliseconds) {
    const detail = `There was no answer within ${milliseconds / 1000} seconds. Try again.`;
    return new Problem({ code: "timeout", title: "The server takes too long", detail });
  }

  static unreachable() {
    if (!navigator.onLine) {
      return new Problem({ code: "offline", title: "There is no connection", detail: "You are offline. Try again once you are back." });
    }
    const detail = "The site does not answer. Check the connection and try again.";
    return new Problem({ code: "unreachable", title: "The server cannot be reached", detail });
  }
}

/** @param {Response} response */
export function isJson(response) {
  return /^application\/(?:[\w.-]+\+)?json\b/.test(response.headers.get("content-type") ?? "");
}

/** @param {unknown} problem whether it says that nobody is signed in, or nobody any more */
export function isSignedOut(problem) {
  return problem instanceof Problem && problem.status === 401;
}

/** @param {unknown} problem whether a new session may help: a password that is wrong stays wrong */
export function isStale(problem) {
  return problem instanceof Problem && problem.status === 401 && problem.code !== "wrong-login";
}
