// Numbers as people say them.

const NUMBER = new Intl.NumberFormat("en-GB");
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** @param {number} number @param {string} one @param {string} [many] */
export function counted(number, one, many = `${one}s`) {
  return `${NUMBER.format(number)} ${number === 1 ? one : many}`;
}

/** @param {number} number */
export function bytes(number) {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(number, 1)) / 3)));
  const options = { style: "unit", unit: UNITS[power], maximumSignificantDigits: 3 };
  return new Intl.NumberFormat("en-GB", /** @type {Intl.NumberFormatOptions} */ (options)).format(number / 1000 ** power);
}

/** How long something has lasted. @param {number} seconds */
export function since(seconds) {
  const days = Math.floor(seconds / 86_400);
  if (days) return counted(days, "day");
  const hours = Math.floor(seconds / 3600);
  return hours ? counted(hours, "hour") : counted(Math.floor(seconds / 60), "minute");
}
