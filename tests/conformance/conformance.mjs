// Compares schema.graphql with the reference and prints the coverage per domain. Fails when something exists in
// another shape than the reference's, and when less is covered than recorded.
//
//   node conformance.mjs [--schema FILE] [--record] [--missing [DOMAIN]]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compare, COVERED, MISSING, WRONG } from "./compare.mjs";
import { domainOf, DOMAINS } from "./domains.mjs";
import { readSchema, referenceSchema, schemaPath } from "./schemas.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const RECORDED = join(here, "recorded.json");
const ACCEPTED = join(here, "accepted.json");
const KINDS = ["field", "argument", "inputField", "enumValue", "unionMember", "interface", "scalar", "directive"];

const path = schemaPath();
if (!existsSync(path)) {
  console.error(`${path} does not exist: write it with \`souk schema > schema.graphql\``);
  process.exit(2);
}
const report = compare(readSchema(path), referenceSchema());
const accepted = existsSync(ACCEPTED) ? JSON.parse(readFileSync(ACCEPTED, "utf8")) : {};

const counts = count(report);
printTable(counts);
printMissing(report);
const wrong = report.filter((entry) => entry.status === WRONG && !(entry.coordinate in accepted));
for (const { coordinate, note } of wrong) console.error(`wrong: ${coordinate} ${note}`);
for (const coordinate of Object.keys(accepted)) {
  if (!report.some((entry) => entry.coordinate === coordinate && entry.status === WRONG)) {
    console.error(`accepted.json names ${coordinate}, which is right or unknown: take it out`);
    process.exitCode = 1;
  }
}
if (wrong.length > 0) process.exitCode = 1;
if (process.argv.includes("--record")) record(counts);
else compareWithRecord(counts);

/** `{ [domain]: { [kind]: [covered, all] } }`, with `all` as a domain of its own. */
function count(entries) {
  const empty = () => Object.fromEntries(KINDS.map((kind) => [kind, [0, 0]]));
  const counted = Object.fromEntries([...DOMAINS, "all"].map((domain) => [domain, empty()]));
  for (const entry of entries) {
    if (!KINDS.includes(entry.kind)) continue;
    for (const domain of [domainOf(entry), "all"]) {
      const cell = counted[domain][entry.kind];
      cell[1] += 1;
      if (entry.status === COVERED) cell[0] += 1;
    }
  }
  return counted;
}

function printTable(counted) {
  const row = (cells) => cells.map((cell, index) => (index === 0 ? cell.padEnd(15) : cell.padStart(14))).join("");
  console.log(row(["", "fields", "arguments", "input fields", "enum values"]));
  for (const [domain, kinds] of Object.entries(counted)) {
    console.log(row([domain, ...["field", "argument", "inputField", "enumValue"].map((kind) => share(kinds[kind]))]));
  }
  const rest = KINDS.slice(4).map((kind) => `${kind} ${share(counted.all[kind])}`);
  console.log(`besides: ${rest.join(", ")}`);
}

function share([covered, all]) {
  return all === 0 ? "-" : `${covered}/${all} ${Math.floor((100 * covered) / all)}%`;
}

/** With `--missing [DOMAIN]`: what ours has not, for whoever wants to add it. */
function printMissing(entries) {
  const option = process.argv.indexOf("--missing");
  if (option < 0) return;
  const domain = process.argv[option + 1];
  for (const entry of entries) {
    const wanted = !DOMAINS.includes(domain) || domainOf(entry) === domain;
    if (entry.status === MISSING && wanted) console.log(`missing: ${entry.coordinate}`);
  }
}

function record(counted) {
  const figures = Object.entries(counted).map(([domain, kinds]) => [
    domain,
    Object.fromEntries(KINDS.filter((kind) => kinds[kind][1] > 0).map((kind) => [kind, kinds[kind][0]])),
  ]);
  writeFileSync(RECORDED, `${JSON.stringify(Object.fromEntries(figures), null, 2)}\n`);
  console.log("recorded");
}

function compareWithRecord(counted) {
  if (!existsSync(RECORDED)) return;
  const recorded = JSON.parse(readFileSync(RECORDED, "utf8"));
  for (const [domain, kinds] of Object.entries(recorded)) {
    for (const [kind, least] of Object.entries(kinds)) {
      const covered = counted[domain]?.[kind]?.[0] ?? 0;
      if (covered >= least) continue;
      console.error(`${domain}: ${covered} of kind ${kind} are covered, ${least} were recorded`);
      process.exitCode = 1;
    }
  }
}
