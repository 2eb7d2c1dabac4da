// The files that the program writes, read by programs of others: GIFT by gift-pegjs, xAPI by xapi-validation.
// usage: node check.mjs FILE.gift STATEMENTS FILE.jsonl
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [gift, expected, xapi] = process.argv.slice(2);

const { parse } = require("gift-pegjs");
const all = parse(readFileSync(gift, "utf8"));
const questions = all.filter((one) => one.type !== "Category");
if (questions.length !== Number(expected)) throw new Error(`${questions.length} questions in GIFT, not ${expected}`);
for (const one of questions) {
  const right = one.choices?.filter((choice) => choice.isCorrect) ?? [];
  if (one.type !== "MC" || one.choices.length !== 2 || right.length !== 1) {
    throw new Error(`no question of two choices: ${JSON.stringify(one)}`);
  }
  if (!one.id || !one.tags.some((tag) => tag.startsWith("level:"))) throw new Error(`no id or tags: ${JSON.stringify(one)}`);
}
console.log(`gift-pegjs: ${questions.length} questions of two choices`);

const validation = require("xapi-validation");
const validate = validation.validateStatement ?? validation.default?.validateStatement ?? validation.default;
const lines = readFileSync(xapi, "utf8").split("\n").filter(Boolean);
for (const line of lines) {
  const said = await validate(JSON.parse(line));
  const faults = Array.isArray(said) ? said : said?.errors ?? [];
  if (faults.length > 0) throw new Error(`${faults.map((one) => JSON.stringify(one)).join("; ")}: ${line}`);
}
if (lines.length === 0) throw new Error("no statements");
const broken = await (async () => validate({ ...JSON.parse(lines[0]), verb: 7 }))().catch((error) => [error]);
if ((Array.isArray(broken) ? broken : broken?.errors ?? []).length === 0) throw new Error("a broken statement is taken");
console.log(`xapi-validation: ${lines.length} statements`);
