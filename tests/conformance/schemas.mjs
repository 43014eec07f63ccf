// Reads the two schemas that are compared.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildClientSchema, buildSchema } from "graphql";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** The schema that clients are written for, from npm. */
export function referenceSchema() {
  const { resolve } = createRequire(import.meta.url);
  return readSchema(resolve("@shopify/hydrogen-react/storefront.schema.json"));
}

/** A schema from a file: SDL, or an introspection answer when it ends in `.json`. */
export function readSchema(path) {
  const text = readFileSync(path, "utf8");
  if (!path.endsWith(".json")) return buildSchema(text);
  const answer = JSON.parse(text);
  return buildClientSchema(answer.data ?? answer);
}

/** The path given by `--schema`, else `schema.graphql` at the top level. */
export function schemaPath(argv = process.argv) {
  const option = argv.indexOf("--schema");
  return option < 0 ? join(repository, "schema.graphql") : argv[option + 1];
}
