// Prints as JSON what the published validator of JSON Resume finds wrong with the résumé on standard input.
"use strict";

const { readFileSync } = require("node:fs");
const { validate } = require("@jsonresume/schema");

validate(JSON.parse(readFileSync(0, "utf8")), (errors) => {
  console.log(JSON.stringify((errors ?? []).map((error) => error.stack ?? String(error))));
});
