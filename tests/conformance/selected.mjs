// Checks that the operations the client tests send select everything that the first two tiers of coordinates name,
// so that what those tests prove is what real storefronts need. Skipped where the list is absent.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { LIST, readList } from "./coordinates.mjs";
import { referenceSchema, repository } from "./schemas.mjs";

const FOLDER = join(repository, "tests/clients/operations");

/** The coordinates that `document` selects, in the words of the list. */
export function selectedBy(document, schema) {
  const found = new Set();
  const typeInfo = new TypeInfo(schema);
  const visitor = {
    Field({ name }) {
      found.add(`${typeInfo.getParentType()?.name}.${name.value}`);
    },
    Argument({ name }) {
      const directive = typeInfo.getDirective();
      const field = `${typeInfo.getParentType()?.name}.${typeInfo.getFieldDef()?.name}`;
      found.add(directive ? `@${directive.name}(${name.value}:)` : `${field}(${name.value}:)`);
    },
    Directive({ name }) {
      found.add(`@${name.value}`);
    },
    ObjectField({ name }) {
      found.add(`${getNamedType(typeInfo.getParentInputType())?.name}.${name.value}`);
    },
    EnumValue({ value }) {
      found.add(`${getNamedType(typeInfo.getInputType())?.name}.${value}`);
    },
    InlineFragment({ typeCondition }) {
      if (typeCondition) found.add(`... on ${typeCondition.name.value}`);
    },
    VariableDefinition({ type }) {
      found.add(`$ ${nameOf(type)} (variable type)`);
    },
  };
  visit(document, visitWithTypeInfo(typeInfo, visitor));
  return found;
}

function nameOf(type) {
  return type.kind === "NamedType" ? type.name.value : nameOf(type.type);
}

if (!existsSync(LIST)) {
  console.log(`skipped: there is no list of coordinates at ${LIST}`);
} else {
  const schema = referenceSchema();
  const selected = new Set();
  for (const file of readdirSync(FOLDER)) {
    for (const one of selectedBy(parse(readFileSync(join(FOLDER, file), "utf8")), schema)) selected.add(one);
  }
  const wanted = readList(readFileSync(LIST, "utf8")).filter(({ tier }) => tier <= 2);
  const left = wanted.filter(({ line, coordinate }) => !selected.has(coordinate ?? line));
  for (const { tier, line } of left) console.error(`tier ${tier}: no client test selects ${line}`);
  if (left.length > 0) process.exitCode = 1;
  else console.log(`the client tests select all ${wanted.length} coordinates of tiers 1 and 2`);
}
