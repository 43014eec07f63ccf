// Compares a schema with the reference, coordinate by coordinate.
//
// A coordinate of the reference is *covered* when ours has it in the same shape, *missing* when ours has not,
// and *wrong* when ours has it in another shape: another type or nullability, another default. What only ours
// has is allowed (merchants need more than shoppers), but for an argument or input field that clients of the
// reference would have to send.
import {
  astFromValue,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from "graphql";

export const COVERED = "covered";
export const MISSING = "missing";
export const WRONG = "wrong";

/**
 * Every coordinate of `reference` as `{ coordinate, kind, type, field, status, note }`. `kind` is one of field, argument,
 * inputField, enumValue, unionMember, interface, scalar, directive; `type` and `field` say where it belongs.
 */
export function compare(ours, reference) {
  const report = [];
  for (const type of Object.values(reference.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    compareType(ours.getType(type.name), type, report);
  }
  for (const directive of reference.getDirectives()) {
    if (!isSpecifiedDirective(directive)) compareDirective(ours.getDirective(directive.name), directive, report);
  }
  return report;
}

function compareType(mine, theirs, report) {
  const sameKind = mine && mine.constructor === theirs.constructor;
  if (mine && !sameKind) {
    report.push(entry("type", theirs.name, theirs.name, WRONG, `is a ${kindOf(mine)}, should be a ${kindOf(theirs)}`));
  }
  const found = sameKind ? mine : undefined;
  if (isScalarType(theirs)) report.push(entry("scalar", theirs.name, theirs.name, mine ? COVERED : MISSING));
  if (isEnumType(theirs)) compareNames("enumValue", found, theirs, (type) => type.getValues(), report);
  if (isUnionType(theirs)) compareNames("unionMember", found, theirs, (type) => type.getTypes(), report);
  if (isInputObjectType(theirs)) compareInputFields(found, theirs, report);
  if (isObjectType(theirs) || isInterfaceType(theirs)) {
    compareNames("interface", found, theirs, (type) => type.getInterfaces(), report);
    compareFields(found, theirs, report);
  }
}

function compareNames(kind, mine, theirs, list, report) {
  const names = new Set(mine ? list(mine).map((item) => item.name) : []);
  for (const { name } of list(theirs)) {
    const coordinate = kind === "enumValue" ? `${theirs.name}.${name}` : `${theirs.name} ${WORD[kind]} ${name}`;
    report.push(entry(kind, coordinate, theirs.name, names.has(name) ? COVERED : MISSING));
  }
}

const WORD = { unionMember: "=", interface: "implements" };

function compareFields(mine, theirs, report) {
  for (const field of Object.values(theirs.getFields())) {
    const found = mine?.getFields()[field.name];
    const coordinate = `${theirs.name}.${field.name}`;
    report.push({ ...compareTypes("field", coordinate, theirs.name, found, field), field: field.name });
    for (const argument of field.args) {
      const ownArgument = found?.args.find((other) => other.name === argument.name);
      const where = `${coordinate}(${argument.name}:)`;
      report.push({ ...compareTypes("argument", where, theirs.name, ownArgument, argument), field: field.name });
    }
    for (const extra of found?.args ?? []) {
      if (isRequiredArgument(extra) && !field.args.some((argument) => argument.name === extra.name)) {
        const where = `${coordinate}(${extra.name}:)`;
        report.push({ ...entry("argument", where, theirs.name, WRONG, "is required, the reference does not know it"), field: field.name });
      }
    }
  }
}

function compareInputFields(mine, theirs, report) {
  const known = theirs.getFields();
  for (const field of Object.values(known)) {
    const found = mine?.getFields()[field.name];
    report.push({ ...compareTypes("inputField", `${theirs.name}.${field.name}`, theirs.name, found, field), field: field.name });
  }
  for (const extra of Object.values(mine?.getFields() ?? {})) {
    if (isRequiredInputField(extra) && !known[extra.name]) {
      const where = `${theirs.name}.${extra.name}`;
      report.push({ ...entry("inputField", where, theirs.name, WRONG, "is required, the reference does not know it"), field: extra.name });
    }
  }
}

function compareDirective(mine, theirs, report) {
  const coordinate = `@${theirs.name}`;
  const missingPlaces = theirs.locations.filter((place) => !mine?.locations.includes(place));
  const status = !mine ? MISSING : missingPlaces.length > 0 ? WRONG : COVERED;
  report.push(entry("directive", coordinate, coordinate, status, `not allowed on ${missingPlaces.join(", ")}`));
  for (const argument of theirs.args) {
    const found = mine?.args.find((other) => other.name === argument.name);
    report.push(compareTypes("argument", `${coordinate}(${argument.name}:)`, coordinate, found, argument));
  }
}

function compareTypes(kind, coordinate, type, mine, theirs) {
  if (!mine) return entry(kind, coordinate, type, MISSING);
  const [own, other] = [describe(mine), describe(theirs)];
  return entry(kind, coordinate, type, own === other ? COVERED : WRONG, `is ${own}, should be ${other}`);
}

/** Type and default as written in a schema: `[ProductFilter!]`, `Boolean = false`. */
function describe({ type, defaultValue }) {
  if (defaultValue === undefined || defaultValue === null) return String(type);
  return `${type} = ${print(astFromValue(defaultValue, type))}`;
}

function entry(kind, coordinate, type, status, note = "") {
  return { coordinate, kind, type, status, note: status === WRONG ? note : "" };
}

function kindOf(type) {
  return type.constructor.name.replace(/^GraphQL|Type$/g, "").toLowerCase();
}
