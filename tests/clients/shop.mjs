// What the tests know: how to ask the server, and what the demo shop is made of.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, print, separateOperations } from "graphql";
import { repository } from "./repository.mjs";

/** Addresses of the two servers that run.mjs started. */
export const HTTP = address("SOUK_HTTP");
export const HTTPS = address("SOUK_HTTPS");

function address(name) {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: run the tests with \`npm test\` or \`node run.mjs FILE\``);
  return url;
}

/** The operations of `operations/<kind>.graphql` by name, each with the fragments it uses. */
export function operations(kind) {
  const file = join(repository, "tests/clients/operations", `${kind}.graphql`);
  const separated = separateOperations(parse(readFileSync(file, "utf8")));
  return Object.fromEntries(Object.entries(separated).map(([name, document]) => [name, print(document)]));
}

/** Sends an operation and answers its data. Errors fail the test. */
export async function ask(query, variables = {}, { headers = {}, url = `${HTTP}/graphql` } = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  assert.deepEqual(answer.errors ?? [], [], `${query.slice(0, 80)} ${JSON.stringify(variables)}`);
  return answer.data;
}

const catalogue = (file) => readFileSync(join(repository, "playground/catalog", file), "utf8");

/** The demo shop as its files say it. */
export const demo = {
  ...JSON.parse(catalogue("shop.json")),
  products: catalogue("products.jsonl")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line)),
  german: JSON.parse(catalogue("translations.de.json")),
};

export const buyable = demo.products.filter(({ status }) => (status ?? "ACTIVE") === "ACTIVE");

export function demoProduct(handle) {
  const found = demo.products.find((product) => product.handle === handle);
  assert.ok(found, `the demo shop has no product ${handle}`);
  return found;
}

/** Units of a variant of the demo shop that can be sold, over all locations. */
export function unitsOf(variant) {
  return (variant.inventoryQuantities ?? []).reduce((sum, level) => sum + level.quantity, 0);
}

/** Whether buyers can have a variant of the demo shop now. */
export function isAvailable(variant) {
  return !variant.inventoryItem.tracked || variant.inventoryPolicy === "CONTINUE" || unitsOf(variant) > 0;
}

/** An amount in the currency's smallest unit: "49.0" → 4900. Exact, unlike arithmetic on floats. */
export function cents(amount) {
  const [whole, fraction = ""] = String(amount).split(".");
  assert.ok(fraction.length <= 2 || /^0*$/.test(fraction.slice(2)), `${amount} has more than two digits`);
  return Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, "0"));
}

/** The prices of a product of the demo shop, lowest first, in cents. */
export function pricesOf(product) {
  return product.variants.map(({ price }) => cents(price)).sort((one, other) => one - other);
}
