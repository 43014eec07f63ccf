// Checks that everything real clients select is there, tier by tier, in the reference's shape. The list stands
// beside the repository; where it is absent the check is skipped.
//
// While parts of the API are still to come, `gaps.json` holds how many lines of each tier are missing; more fail.
//
//   node coordinates.mjs [--schema FILE] [--record]        (SOUK_COORDINATES names another list)
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compare, COVERED } from "./compare.mjs";
import { readSchema, referenceSchema, repository, schemaPath } from "./schemas.mjs";

export const LIST = process.env.SOUK_COORDINATES ?? join(repository, "../shared/storefront/coordinates.txt");
const LATER = join(dirname(fileURLToPath(import.meta.url)), "later.json");
const GAPS = join(dirname(fileURLToPath(import.meta.url)), "gaps.json");

/** `{ tier, line, coordinates }` for every line of the list; `coordinates` as `compare` names them. */
export function readList(text) {
  let tier = 0;
  const wanted = [];
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    const heading = /^## Tier (\d+)/.exec(line);
    if (heading) tier = Number(heading[1]);
    else if (line !== "" && !line.startsWith("#")) wanted.push({ tier, line, ...parse(line) });
  }
  return wanted;
}

function parse(line) {
  const type = /^(?:\.\.\. on|\$) (\w+)/.exec(line)?.[1];
  if (type) return { type };
  return { coordinate: line.replace(/ \(enum\)$/, "").replace(/^Query\./, "QueryRoot.") };
}

/** What is wrong with `wanted` in our schema, or nothing. */
function problem(wanted, ours, byCoordinate) {
  if (wanted.type) return ours.getType(wanted.type) ? undefined : "is missing";
  const entry = byCoordinate.get(wanted.coordinate);
  if (!entry) return "is not in the reference";
  return entry.status === COVERED ? undefined : entry.note || "is missing";
}

function main() {
  if (!existsSync(LIST)) {
    console.log(`skipped: there is no list of coordinates at ${LIST}`);
    return;
  }
  const ours = readSchema(schemaPath());
  const byCoordinate = new Map(compare(ours, referenceSchema()).map((entry) => [entry.coordinate, entry]));
  const later = JSON.parse(readFileSync(LATER, "utf8"));
  const tiers = new Map();
  for (const wanted of readList(readFileSync(LIST, "utf8"))) {
    const tier = tiers.get(wanted.tier) ?? { all: 0, there: 0, later: 0, missing: 0 };
    tiers.set(wanted.tier, tier);
    tier.all += 1;
    const found = problem(wanted, ours, byCoordinate);
    if (!found) tier.there += 1;
    else if (wanted.tier >= 3 && later.some(({ pattern }) => new RegExp(pattern).test(wanted.line))) tier.later += 1;
    else {
      if (process.argv.includes("--missing")) console.error(`tier ${wanted.tier}: ${wanted.line} ${found}`);
      tier.missing += 1;
    }
  }
  if (process.argv.includes("--record")) {
    const gaps = Object.fromEntries([...tiers].map(([tier, { missing }]) => [tier, missing]));
    writeFileSync(GAPS, `${JSON.stringify(gaps, null, 2)}\n`);
  }
  const gaps = JSON.parse(readFileSync(GAPS, "utf8"));
  for (const [tier, { all, there, later: postponed, missing }] of tiers) {
    console.log(`tier ${tier}: ${there}/${all}, ${missing} missing (recorded: ${gaps[tier]})${postponed > 0 ? `, ${postponed} come later` : ""}`);
    if (missing > gaps[tier]) process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
