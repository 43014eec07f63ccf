// Checks that everything in schema.graphql is described, and in our own words: no longer sentence may stand in the
// reference as well. (Short ones cannot help it: "The cart.")
//
//   node descriptions.mjs [--schema FILE]
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isIntrospectionType, isSpecifiedDirective, isSpecifiedScalarType } from "graphql";
import { readSchema, referenceSchema, schemaPath } from "./schemas.mjs";

const LONG_ENOUGH = 7; // words

/** `[coordinate, description]` of everything that can be described in `schema`. */
export function* describedIn(schema) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield [type.name, type.description];
    for (const value of type.getValues?.() ?? []) yield [`${type.name}.${value.name}`, value.description];
    for (const field of Object.values(type.getFields?.() ?? {})) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const argument of field.args ?? []) yield [`${type.name}.${field.name}(${argument.name}:)`, argument.description];
    }
  }
  for (const directive of schema.getDirectives()) {
    if (!isSpecifiedDirective(directive)) yield [`@${directive.name}`, directive.description];
  }
}

/** The sentences of a description, without what differs in writing only. */
export function sentences(description) {
  return (description ?? "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .split(/(?<=[.:;!?])\s/)
    .map((sentence) => sentence.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "").trim())
    .filter((sentence) => sentence.split(" ").length >= LONG_ENOUGH);
}

function main() {
  const path = schemaPath();
  if (!existsSync(path)) throw new Error(`${path} does not exist`);
  const theirs = new Set();
  for (const [, description] of describedIn(referenceSchema())) {
    for (const sentence of sentences(description)) theirs.add(sentence);
  }
  let problems = 0;
  let count = 0;
  for (const [coordinate, description] of describedIn(readSchema(path))) {
    count += 1;
    const copied = sentences(description).find((sentence) => theirs.has(sentence));
    if (!description) console.error(`${coordinate} has no description`);
    else if (copied) console.error(`${coordinate} says what the reference says: "${copied}"`);
    else continue;
    problems += 1;
  }
  console.log(`${count} descriptions, ${problems} problems`);
  if (problems > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
