// Validates the example operations of the playground, and those the client tests send, against our schema and
// against the reference: what we show must run on both.
//
//   node operations.mjs [--schema FILE]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { coerceInputValue, parse, typeFromAST, validate } from "graphql";
import { readSchema, referenceSchema, repository, schemaPath } from "./schemas.mjs";

const FOLDERS = ["playground/operations", "tests/clients/operations"];

const schemas = new Map([["the reference", referenceSchema()]]);
const path = schemaPath();
if (existsSync(path)) schemas.set("schema.graphql", readSchema(path));

let checked = 0;
for (const folder of FOLDERS.map((name) => join(repository, name)).filter(existsSync)) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".graphql")).sort()) {
    checked += 1;
    const document = parse(readFileSync(join(folder, file), "utf8"));
    for (const [name, schema] of schemas) {
      const messages = validate(schema, document).map((error) => error.message);
      if (messages.length === 0) messages.push(...variableProblems(schema, document, join(folder, file)));
      for (const message of messages) {
        console.error(`${file} against ${name}: ${message}`);
        process.exitCode = 1;
      }
    }
  }
}
console.log(`${checked} operations checked against ${[...schemas.keys()].join(" and ")}`);

/** The variables file beside an operation names only what the operation declares, in the right types. */
function variableProblems(schema, document, file) {
  const path = file.replace(/\.graphql$/, ".json");
  const variables = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const problems = [];
  const operation = document.definitions.find((definition) => definition.kind === "OperationDefinition");
  const declared = new Map((operation.variableDefinitions ?? []).map((one) => [one.variable.name.value, one]));
  for (const [name, value] of Object.entries(variables)) {
    const type = declared.has(name) && typeFromAST(schema, declared.get(name).type);
    if (!type) problems.push(`$${name} is not declared`);
    else coerceInputValue(value, type, (at, _, error) => problems.push(`$${[name, ...at].join(".")}: ${error.message}`));
  }
  for (const [name, { type, defaultValue }] of declared) {
    const unset = type.kind === "NonNullType" && !defaultValue && !(name in variables);
    if (unset && existsSync(path)) problems.push(`$${name} has no value`);
  }
  return problems;
}
