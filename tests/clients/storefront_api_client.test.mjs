// @shopify/storefront-api-client over https, as an app would use it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createStorefrontApiClient } from "@shopify/storefront-api-client";
import { demo, HTTPS, operations } from "./shop.mjs";

const API_VERSION = "2026-04";
const { TemplateProduct } = operations("template");
const { HandlerLocalization } = operations("handler");
const quiet = () => {}; // it warns of versions that are newer than itself

const client = (publicAccessToken) =>
  createStorefrontApiClient({ storeDomain: HTTPS, apiVersion: API_VERSION, publicAccessToken, logger: quiet });

const products = `query Listing($first: Int!) { products(first: $first, sortKey: TITLE) { nodes { handle } } }`;

describe("storefront-api-client", () => {
  test("a request answers data", async () => {
    const { data, errors } = await client("anything").request(TemplateProduct, { variables: { handle: "pilz-lamp" } });
    assert.equal(errors, undefined);
    assert.equal(data.product.handle, "pilz-lamp");
    assert.equal(data.product.priceRange.minVariantPrice.amount, "128.0");
  });

  test("the language of the context reaches the server", async () => {
    const variables = { country: "DE", language: "DE" };
    const { data } = await client("anything").request(HandlerLocalization, { variables });
    assert.equal(data.localization.country.currency.isoCode, "EUR");
  });

  test("a known token opens its sales channel, any other the default one", async () => {
    const app = demo.channels.find(({ default: isDefault }) => !isDefault);
    const listing = async (token) => {
      const { data, errors } = await client(token).request(products, { variables: { first: 250 } });
      assert.equal(errors, undefined);
      return data.products.nodes.map(({ handle }) => handle).sort();
    };
    assert.deepEqual(await listing(app.accessToken), [...app.products].sort());
    assert.ok((await listing("unknown")).length > app.products.length);
  });

  test("a mistake in the query comes back as an error the client understands", async () => {
    const { data, errors } = await client("anything").request("{ shop { nothing } }");
    assert.equal(data, undefined);
    assert.ok(errors.graphQLErrors.length === 1, JSON.stringify(errors));
    assert.match(errors.graphQLErrors[0].message, /nothing/);
    assert.ok(errors.graphQLErrors[0].locations.length > 0);
  });

  test("fetch gives the plain response", async () => {
    const response = await client("anything").fetch("{ shop { name } }");
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type"), /json/);
    assert.deepEqual((await response.json()).data, { shop: { name: demo.shop.name } });
  });

  test("a deferred part arrives, in one answer or in two", async () => {
    const query = `query ($handle: String!) {
      product(handle: $handle) { handle ... @defer { title } }
    }`;
    const stream = await client("anything").requestStream(query, { variables: { handle: "pilz-lamp" } });
    let last;
    for await (const part of stream) last = part;
    assert.equal(last.errors, undefined, JSON.stringify(last.errors));
    assert.deepEqual({ ...last.data.product }, { handle: "pilz-lamp", title: "Pilz Lamp" });
  });
});
