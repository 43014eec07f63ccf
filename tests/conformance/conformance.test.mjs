// The comparison itself: fed with the reference it finds nothing, fed with a changed one it finds the change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema, printSchema } from "graphql";
import { compare, COVERED, MISSING, WRONG } from "./compare.mjs";
import { readList } from "./coordinates.mjs";
import { describedIn, sentences } from "./descriptions.mjs";
import { domainOf, DOMAINS } from "./domains.mjs";
import { referenceSchema } from "./schemas.mjs";

const reference = referenceSchema();

function statusAfter(change, coordinate) {
  const sdl = printSchema(reference);
  const changed = change(sdl);
  assert.notEqual(changed, sdl, "the change changes nothing");
  const found = compare(buildSchema(changed), reference).filter((entry) => entry.status !== COVERED);
  return found.filter((entry) => entry.coordinate === coordinate).map(({ status, note }) => [status, note]);
}

test("the reference covers itself", () => {
  assert.deepEqual(
    compare(buildSchema(printSchema(reference)), reference).filter((entry) => entry.status !== COVERED),
    [],
  );
});

test("a field that may be null where the reference promises a value is wrong", () => {
  const change = (sdl) => sdl.replace("availableForSale: Boolean!", "availableForSale: Boolean");
  assert.deepEqual(statusAfter(change, "Product.availableForSale"), [[WRONG, "is Boolean, should be Boolean!"]]);
});

test("a missing field, enum value, union member and directive are missing, not wrong", () => {
  const renamed = (text) => (sdl) => sdl.replace(text, (name) => `other${name}`);
  assert.deepEqual(statusAfter(renamed("moneyFormat: String!"), "Shop.moneyFormat"), [[MISSING, ""]]);
  assert.deepEqual(statusAfter(renamed(/BEST_SELLING$/m), "ProductCollectionSortKeys.BEST_SELLING"), [[MISSING, ""]]);
  assert.deepEqual(statusAfter((sdl) => sdl.replace("Article | Page | Product", "Page | Product"), "SearchResultItem = Article"), [[MISSING, ""]]);
  assert.deepEqual(statusAfter((sdl) => sdl.replace("@defer(", "@otherDefer("), "@defer"), [[MISSING, ""]]);
});

test("another default is wrong", () => {
  const change = (sdl) => sdl.replace("sortKey: ArticleSortKeys = ID", "sortKey: ArticleSortKeys = TITLE");
  const [[status, note]] = statusAfter(change, "Blog.articles(sortKey:)");
  assert.equal(status, WRONG);
  assert.equal(note, "is ArticleSortKeys = TITLE, should be ArticleSortKeys = ID");
});

test("an argument that clients of the reference do not send may not be required", () => {
  const change = (sdl) => sdl.replace(/menu\(\n(.*\n)?.*handle: String!\n/, (found) => `${found}    channel: ID!\n`);
  assert.deepEqual(statusAfter(change, "QueryRoot.menu(channel:)"), [[WRONG, "is required, the reference does not know it"]]);
});

test("every coordinate belongs to a domain", () => {
  const domains = new Set(compare(reference, reference).map(domainOf));
  assert.deepEqual([...domains].sort(), [...DOMAINS].sort());
  assert.equal(domainOf({ type: "Cart", field: "lines" }), "cart");
  assert.equal(domainOf({ type: "Cart", field: "discountCodes" }), "discounts");
  assert.equal(domainOf({ type: "QueryRoot", field: "predictiveSearch" }), "search");
});

test("the list of coordinates is read with its tiers", () => {
  const list = readList("# head\n## Tier 1: one\n$ CartLineInput (variable type)\nQuery.cart(id:)\n## Tier 2\n@inContext\nSearchType.PAGE (enum)\n");
  assert.deepEqual(
    list.map(({ tier, type, coordinate }) => [tier, type ?? coordinate]),
    [[1, "CartLineInput"], [1, "QueryRoot.cart(id:)"], [2, "@inContext"], [2, "SearchType.PAGE"]],
  );
});

test("a copied sentence is found, a short one is nobody's", () => {
  const own = sentences("The cart. A list of [products](https://shop.example) that\nbelong to it: sorted.");
  assert.deepEqual(own, ["a list of products that belong to it"]);
  const all = [...describedIn(reference)].map(([coordinate]) => coordinate);
  assert.ok(all.includes("Product") && all.includes("QueryRoot.menu(handle:)") && all.includes("SearchType.PAGE") && all.includes("@inContext"));
});
