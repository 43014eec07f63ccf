// What Hydrogen's cart handlers, sitemap and redirect helpers ask.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ask, buyable, cents, demo, operations } from "./shop.mjs";

const query = operations("handler");
const US = { country: "US", language: "EN" };
const VARIANTS = `query Variants($handle: String!, $country: CountryCode) @inContext(country: $country) {
  product(handle: $handle) { variants(first: 250) { nodes { id sku availableForSale quantityAvailable price { amount currencyCode } } } }
}`;

async function variantsOf(handle, country = "US") {
  return (await ask(VARIANTS, { handle, country })).product.variants.nodes;
}

async function newCart(input) {
  const { cartCreate } = await ask(query.HandlerCartCreate, { input, ...US });
  assert.deepEqual([cartCreate.userErrors, cartCreate.warnings], [[], []]);
  return cartCreate.cart;
}

describe("cart", () => {
  test("note, attributes and buyer are kept", async () => {
    const [variant] = await variantsOf("halm-table-lamp");
    const lines = [{ merchandiseId: variant.id, quantity: 2, attributes: [{ key: "Gift", value: "yes" }] }];
    const cart = await newCart({ lines, note: "Ring twice", attributes: [{ key: "source", value: "test" }] });
    assert.equal(cart.note, "Ring twice");
    assert.deepEqual(cart.lines.nodes[0].attributes, [{ key: "Gift", value: "yes" }]);

    const cartId = cart.id;
    await ask(query.HandlerCartNote, { cartId, note: "Do not ring", ...US });
    await ask(query.HandlerCartAttributes, { cartId, attributes: [{ key: "colour", value: "moss" }], ...US });
    const buyer = { email: "ada@example.com", countryCode: "US", phone: "+15035550100" };
    await ask(query.HandlerCartBuyer, { cartId, buyer, ...US });

    const { cart: read } = await ask(query.HandlerCart, { cartId, ...US });
    assert.equal(read.note, "Do not ring");
    assert.deepEqual(read.attributes, [{ key: "colour", value: "moss" }]);
    assert.deepEqual({ ...read.buyerIdentity }, buyer);
    assert.ok(Date.parse(read.updatedAt) >= Date.parse(cart.updatedAt));
  });

  test("the same thing with other attributes is another line", async () => {
    const [variant] = await variantsOf("halm-table-lamp");
    const merchandiseId = variant.id;
    const cart = await newCart({ lines: [{ merchandiseId, quantity: 1 }] });
    const lines = [
      { merchandiseId, quantity: 1, attributes: [{ key: "Engraving", value: "Ada" }] },
      { merchandiseId, quantity: 2 },
    ];
    const { cartLinesAdd } = await ask(query.HandlerCartAdd, { cartId: cart.id, lines, ...US });
    assert.deepEqual(cartLinesAdd.cart.lines.nodes.map(({ quantity }) => quantity).sort(), [1, 3]);
    assert.equal(cartLinesAdd.cart.totalQuantity, 4);
  });

  test("a line costs quantity times price, before and after a reduction", async () => {
    const [variant] = await variantsOf("halm-table-lamp");
    const cart = await newCart({ lines: [{ merchandiseId: variant.id, quantity: 2 }] });
    const { cost } = cart.lines.nodes[0];
    const source = buyable.find(({ handle }) => handle === "halm-table-lamp").variants[0];
    assert.equal(cents(cost.amountPerQuantity.amount), cents(source.price));
    assert.equal(cents(cost.compareAtAmountPerQuantity.amount), cents(source.compareAtPrice));
    assert.equal(cents(cost.totalAmount.amount), 2 * cents(source.price));
    assert.equal(cents(cart.cost.subtotalAmount.amount), 2 * cents(source.price));
  });

  test("a buyer in Germany pays euros", async () => {
    const [dollars] = await variantsOf("halm-table-lamp", "US");
    const [euros] = await variantsOf("halm-table-lamp", "DE");
    assert.equal(euros.price.currencyCode, "EUR");
    const cart = await newCart({ lines: [{ merchandiseId: dollars.id, quantity: 3 }] });
    const { cartBuyerIdentityUpdate } = await ask(query.HandlerCartBuyer, { cartId: cart.id, buyer: { countryCode: "DE" }, country: "DE", language: "DE" });
    const { subtotalAmount } = cartBuyerIdentityUpdate.cart.cost;
    assert.equal(subtotalAmount.currencyCode, "EUR");
    assert.equal(cents(subtotalAmount.amount), 3 * cents(euros.price.amount));
  });

  test("more than there is becomes what there is, with a warning", async () => {
    const variants = await variantsOf("halm-table-lamp");
    const scarce = variants.find(({ quantityAvailable, availableForSale }) => availableForSale && quantityAvailable > 0 && quantityAvailable < 20);
    const { cartCreate } = await ask(query.HandlerCartCreate, { input: { lines: [{ merchandiseId: scarce.id, quantity: 900 }] }, ...US });
    assert.deepEqual(cartCreate.userErrors, []);
    assert.deepEqual(cartCreate.warnings.map(({ code }) => code), ["MERCHANDISE_NOT_ENOUGH_STOCK"]);
    assert.equal(cartCreate.cart.lines.nodes[0].quantity, scarce.quantityAvailable);
    assert.equal(cartCreate.warnings[0].target, cartCreate.cart.lines.nodes[0].id);
  });

  test("what is not sold is refused with a code", async () => {
    const merchandiseId = "gid://souk/ProductVariant/999999999";
    const { cartCreate } = await ask(query.HandlerCartCreate, { input: { lines: [{ merchandiseId, quantity: 1 }] }, ...US });
    assert.equal(cartCreate.userErrors.length, 1);
    assert.equal(cartCreate.userErrors[0].code, "INVALID");
    assert.deepEqual(cartCreate.userErrors[0].field, ["input", "lines", "0", "merchandiseId"]);
  });

  test("ten changes at once lose nothing", async () => {
    const [variant] = await variantsOf("halm-table-lamp");
    const cart = await newCart({});
    const lines = [{ merchandiseId: variant.id, quantity: 1 }];
    await Promise.all(Array.from({ length: 10 }, () => ask(query.HandlerCartAdd, { cartId: cart.id, lines, ...US })));
    const { cart: read } = await ask(query.HandlerCart, { cartId: cart.id, ...US });
    assert.equal(read.totalQuantity, 10);
    assert.equal(read.lines.nodes.length, 1);
    const lineIds = [read.lines.nodes[0].id];
    const { cartLinesRemove } = await ask(query.HandlerCartRemove, { cartId: cart.id, lineIds, ...US });
    assert.equal(cartLinesRemove.cart.totalQuantity, 0);
  });

  test("a quantity of 0 removes the line", async () => {
    const [variant] = await variantsOf("halm-table-lamp");
    const cart = await newCart({ lines: [{ merchandiseId: variant.id, quantity: 1 }] });
    const lines = [{ id: cart.lines.nodes[0].id, quantity: 0 }];
    const { cartLinesUpdate } = await ask(query.HandlerCartUpdate, { cartId: cart.id, lines, ...US });
    assert.deepEqual(cartLinesUpdate.cart.lines.nodes, []);
  });
});

describe("beside the cart", () => {
  test("the sitemap names every product, page and collection", async () => {
    for (const [type, wanted] of [
      ["PRODUCT", buyable],
      ["PAGE", demo.pages],
      ["COLLECTION", demo.collections],
      ["BLOG", demo.blogs],
    ]) {
      const found = [];
      const pages = (await ask(query.HandlerSitemap, { type, page: 1 })).sitemap.pagesCount.count;
      for (let page = 1; page <= pages; page += 1) {
        const { sitemap } = await ask(query.HandlerSitemap, { type, page });
        found.push(...sitemap.resources.items.map(({ handle }) => handle));
      }
      assert.deepEqual([type, ...found.sort()], [type, ...wanted.map(({ handle }) => handle).sort()]);
    }
  });

  test("an old path is redirected", async () => {
    const { path, target } = demo.redirects[0];
    const { urlRedirects } = await ask(query.HandlerRedirect, { query: `path:${path}` });
    assert.deepEqual(urlRedirects.edges.map(({ node }) => node.target), [target]);
    const { urlRedirects: none } = await ask(query.HandlerRedirect, { query: "path:/no-such-path" });
    assert.deepEqual(none.edges, []);
  });

  test("country and language are those of the request", async () => {
    for (const [country, language, currency] of [["US", "EN", "USD"], ["DE", "DE", "EUR"], ["AT", "DE", "EUR"], ["DE", "EN", "EUR"]]) {
      const { localization } = await ask(query.HandlerLocalization, { country, language });
      assert.deepEqual(localization, {
        country: { isoCode: country, currency: { isoCode: currency } },
        language: { isoCode: language },
      });
    }
  });
});
