// The JS Buy SDK over https. It is made of generated documents, so this also proves that they validate.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Client from "shopify-buy";
import { buyable, cents, demo, demoProduct, HTTPS, pricesOf } from "./shop.mjs";

const client = Client.buildClient({
  domain: new URL(HTTPS).host,
  storefrontAccessToken: "anything",
  apiVersion: "2026-04",
});

describe("products", () => {
  test("all, a page at a time", async () => {
    const first = await client.product.fetchAll(20);
    assert.equal(first.length, 20);
    const { model } = await client.fetchNextPage(first);
    assert.equal(model.length, 20);
    const handles = new Set([...first, ...model].map(({ handle }) => handle));
    assert.equal(handles.size, 40);
  });

  test("by handle, by id, several ids at once", async () => {
    const lamp = await client.product.fetchByHandle("ostby-desk-lamp");
    const expected = demoProduct("ostby-desk-lamp");
    assert.equal(lamp.title, expected.title);
    assert.deepEqual(lamp.options.map(({ name }) => name), expected.productOptions.map(({ name }) => name));
    assert.deepEqual(lamp.variants.map(({ sku }) => sku), expected.variants.map(({ sku }) => sku));
    assert.deepEqual(lamp.variants.map(({ price }) => cents(price.amount)), expected.variants.map(({ price }) => cents(price)));
    assert.equal(lamp.images.length, expected.files.length);

    assert.equal((await client.product.fetch(lamp.id)).handle, "ostby-desk-lamp");
    const other = await client.product.fetchByHandle("pilz-lamp");
    const several = await client.product.fetchMultiple([other.id, lamp.id]);
    assert.deepEqual(several.map(({ handle }) => handle), ["pilz-lamp", "ostby-desk-lamp"]);
    assert.equal(await client.product.fetchByHandle("no-such-thing"), null);
  });

  test("a query is filtered and sorted by the server", async () => {
    const found = await client.product.fetchQuery({ first: 50, query: "product_type:'Table Lamp'", sortKey: "PRICE", reverse: true });
    const wanted = buyable.filter(({ productType }) => productType === "Table Lamp");
    assert.deepEqual(found.map(({ handle }) => handle).sort(), wanted.map(({ handle }) => handle).sort());
    const dearest = Math.max(...wanted.map((product) => pricesOf(product)[0]));
    assert.equal(pricesOf(demoProduct(found[0].handle))[0], dearest);
  });

  test("the variant of chosen options is found by the client's own helper", async () => {
    const lamp = await client.product.fetchByHandle("ostby-desk-lamp");
    const variant = client.product.helpers.variantForOptions(lamp, { Color: "Clay", Mount: "Base" });
    const chosen = ({ optionValues }) => optionValues.map(({ name }) => name).join() === "Clay,Base";
    assert.equal(variant.sku, demoProduct("ostby-desk-lamp").variants.find(chosen).sku);
  });
});

describe("collections and shop", () => {
  test("collections with products", async () => {
    const collections = await client.collection.fetchAllWithProducts({ first: 50, productsFirst: 3 });
    assert.equal(collections.length, demo.collections.length);
    const { id } = collections.find(({ handle }) => handle === "lighting");
    const lighting = await client.collection.fetchWithProducts(id, { productsFirst: 10 });
    assert.equal(lighting.products.length, 10);
    assert.ok(lighting.products.every(({ handle }) => demoProduct(handle).tags.includes("lighting")));
    assert.equal((await client.collection.fetchByHandle("lighting")).id, id);
  });

  test("shop and policies", async () => {
    const shop = await client.shop.fetchInfo();
    assert.equal(shop.name, demo.shop.name);
    assert.equal(shop.moneyFormat, demo.shop.moneyFormat);
    const policies = await client.shop.fetchPolicies();
    assert.equal(policies.privacyPolicy.title, demo.policies.find(({ type }) => type === "PRIVACY_POLICY").title);
  });
});

describe("checkout, which is a cart", () => {
  test("create, add, update, remove", async () => {
    const lamp = await client.product.fetchByHandle("ostby-desk-lamp");
    const [first, second] = lamp.variants.filter(({ available }) => available);
    const price = (variant) => cents(variant.price.amount);

    let checkout = await client.checkout.create({
      lineItems: [{ variantId: first.id, quantity: 2 }],
      note: "By hand",
      customAttributes: [{ key: "source", value: "sdk" }],
    });
    const { id } = checkout;
    assert.equal(cents(checkout.subtotalPrice.amount), 2 * price(first));
    assert.equal(checkout.note, "By hand");
    assert.ok(URL.canParse(checkout.webUrl));

    checkout = await client.checkout.addLineItems(id, [{ variantId: second.id, quantity: 1 }]);
    assert.equal(checkout.lineItems.length, 2);
    const line = checkout.lineItems.find(({ variant }) => variant.id === second.id);
    checkout = await client.checkout.updateLineItems(id, [{ id: line.id, quantity: 3 }]);
    assert.equal(cents(checkout.subtotalPrice.amount), 2 * price(first) + 3 * price(second));
    checkout = await client.checkout.removeLineItems(id, [line.id]);
    assert.equal(checkout.lineItems.length, 1);

    checkout = await client.checkout.updateEmail(id, "ada@example.com");
    assert.equal(checkout.email, "ada@example.com");
    const home = { firstName: "Ada", lastName: "King", address1: "12 Rideau Street", city: "Ottawa", province: "Ontario", zip: "K1N 5T5", country: "Canada" };
    checkout = await client.checkout.updateShippingAddress(id, home);
    assert.deepEqual(checkout.shippingAddress.formatted.map(({ value }) => value), ["12 Rideau Street", "Ottawa ON K1N 5T5", "Canada"]);
    assert.equal(checkout.shippingAddress.formattedArea, "Ottawa ON, Canada");
    assert.equal(checkout.shippingAddress.provinceCode, "ON");
    assert.equal(checkout.shippingAddress.name, "Ada King");
    checkout = await client.checkout.updateAttributes(id, { note: "At once", customAttributes: [{ key: "gift", value: "no" }] });
    assert.equal(checkout.note, "At once");
    assert.deepEqual(checkout.customAttributes.map(({ key, value }) => [key, value]), [["gift", "no"]]);

    checkout = await client.checkout.replaceLineItems(id, [{ variantId: second.id, quantity: 1 }]);
    assert.equal(cents(checkout.subtotalPrice.amount), price(second));
    assert.equal((await client.checkout.fetch(id)).lineItems[0].title, "Ostby Desk Lamp");
  });

  test("a cart nobody made is null", async () => {
    assert.equal(await client.checkout.fetch("gid://shopify/Cart/no-such-cart"), null);
  });
});
