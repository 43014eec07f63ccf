// A storefront like the Next.js Commerce template: home, listing, product page, pages, menu, cart.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ask, buyable, cents, demo, demoProduct, isAvailable, operations, pricesOf } from "./shop.mjs";

const query = operations("template");
const nodes = (connection) => connection.edges.map(({ node }) => node);
const LAMP = "ostby-desk-lamp";

describe("catalogue", () => {
  test("a product page shows texts, options, pictures and every variant with its price", async () => {
    const expected = demoProduct(LAMP);
    const { product } = await ask(query.TemplateProduct, { handle: LAMP });

    assert.equal(product.title, expected.title);
    assert.equal(product.descriptionHtml, expected.descriptionHtml);
    assert.ok(expected.descriptionHtml.includes(product.description.split(".")[0]), product.description);
    assert.deepEqual([...product.tags].sort(), [...expected.tags].sort());
    assert.deepEqual(
      product.options.map(({ name, values }) => [name, values]),
      expected.productOptions.map(({ name, values }) => [name, values.map((value) => value.name)]),
    );
    assert.deepEqual(
      nodes(product.variants).map((variant) => [
        variant.selectedOptions.map(({ value }) => value),
        cents(variant.price.amount),
        variant.price.currencyCode,
        variant.availableForSale,
      ]),
      expected.variants.map((variant) => [
        variant.optionValues.map(({ name }) => name),
        cents(variant.price),
        "USD",
        isAvailable(variant),
      ]),
    );
    assert.deepEqual(
      [product.priceRange.minVariantPrice, product.priceRange.maxVariantPrice].map(({ amount }) => cents(amount)),
      [pricesOf(expected)[0], pricesOf(expected).at(-1)],
    );
    assert.equal(nodes(product.images).length, expected.files.length);
    assert.equal(product.featuredImage.altText, expected.files[0].alt);
    assert.deepEqual([product.featuredImage.width, product.featuredImage.height], [expected.files[0].width, expected.files[0].height]);
  });

  test("pictures can be loaded from the URLs of the answer", async () => {
    const { product } = await ask(query.TemplateProduct, { handle: LAMP });
    const response = await fetch(product.featuredImage.url);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type"), /^image\//);
    assert.match(response.headers.get("cache-control") ?? "", /max-age=\d{4,}/);
  });

  test("an unknown product is null, without an error", async () => {
    assert.deepEqual(await ask(query.TemplateProduct, { handle: "no-such-thing" }), { product: null });
  });

  test("a hundred products with variants and pictures are sorted by price, both ways", async () => {
    const listing = async (reverse) =>
      nodes((await ask(query.TemplateProducts, { sortKey: "PRICE", reverse })).products).map((product) => ({
        handle: product.handle,
        price: cents(product.priceRange.minVariantPrice.amount),
      }));
    const rising = await listing(false);
    const falling = await listing(true);

    assert.equal(rising.length, Math.min(100, buyable.length));
    const lowest = buyable.map((product) => pricesOf(product)[0]).sort((one, other) => one - other);
    assert.deepEqual(rising.map(({ price }) => price), lowest.slice(0, 100));
    const pricesFalling = falling.map(({ price }) => price);
    assert.deepEqual(pricesFalling, [...pricesFalling].sort((one, other) => other - one));
    assert.notEqual(rising[0].handle, falling[0].handle);
  });

  test("the search box of the template finds products by their title", async () => {
    const found = nodes((await ask(query.TemplateProducts, { query: "Ostby" })).products);
    assert.ok(found.some(({ handle }) => handle === LAMP), JSON.stringify(found.map(({ handle }) => handle)));
    assert.ok(found.length < 10);
  });

  test("recommendations are other products", async () => {
    const { product } = await ask(query.TemplateProduct, { handle: LAMP });
    const { productRecommendations } = await ask(query.TemplateRecommendations, { productId: product.id });
    assert.ok(productRecommendations.length > 0);
    assert.ok(productRecommendations.every(({ handle }) => handle !== LAMP));
  });

  test("collections come sorted by title, each with its products", async () => {
    const collections = nodes((await ask(query.TemplateCollections)).collections);
    const titles = collections.map(({ title }) => title);
    assert.equal(collections.length, demo.collections.length);
    assert.deepEqual(titles, [...titles].sort((one, other) => one.toLowerCase().localeCompare(other.toLowerCase())));

    const { collection } = await ask(query.TemplateCollection, { handle: "lighting" });
    assert.equal(collection.title, demo.collections.find(({ handle }) => handle === "lighting").title);
    assert.ok(!Number.isNaN(Date.parse(collection.updatedAt)));
  });

  test("a rule-based collection holds exactly the products that follow its rule", async () => {
    const wanted = buyable.filter(({ tags }) => tags.includes("lighting")).map(({ handle }) => handle);
    const { collection } = await ask(query.TemplateCollectionProducts, { handle: "lighting", sortKey: "TITLE" });
    const found = nodes(collection.products);
    assert.deepEqual(found.map(({ handle }) => handle).sort(), wanted.sort().slice(0, 100));
    const titles = found.map(({ title }) => title.toLowerCase());
    assert.deepEqual(titles, [...titles].sort());
  });

  test("the home page's collection keeps the merchant's order", async () => {
    const handle = "hidden-homepage-featured-items";
    const { collection } = await ask(query.TemplateCollectionProducts, { handle, sortKey: "COLLECTION_DEFAULT" });
    assert.deepEqual(
      nodes(collection.products).map((product) => product.handle),
      demo.collections.find((one) => one.handle === handle).products,
    );
  });
});

describe("content", () => {
  test("both menus of the template are there", async () => {
    for (const handle of ["next-js-frontend-header-menu", "next-js-frontend-footer-menu"]) {
      const { menu } = await ask(query.TemplateMenu, { handle });
      const expected = demo.menus.find((one) => one.handle === handle);
      assert.deepEqual(menu.items.map(({ title }) => title), expected.items.map(({ title }) => title));
      for (const { url } of menu.items) assert.ok(URL.canParse(url), url);
    }
  });

  test("pages by handle and as a list", async () => {
    const pages = nodes((await ask(query.TemplatePages)).pages);
    assert.deepEqual(pages.map(({ handle }) => handle).sort(), demo.pages.map(({ handle }) => handle).sort());
    const { pageByHandle } = await ask(query.TemplatePage, { handle: demo.pages[0].handle });
    assert.equal(pageByHandle.title, demo.pages[0].title);
    assert.equal(pageByHandle.body, demo.pages[0].body);
  });
});

describe("cart", () => {
  test("create, add, update, remove: the totals follow", async () => {
    const { product } = await ask(query.TemplateProduct, { handle: LAMP });
    const [first, second] = nodes(product.variants).filter((variant) => variant.availableForSale);
    const price = (variant) => cents(variant.price.amount);

    const { cartCreate } = await ask(query.TemplateCartCreate, { lines: [{ merchandiseId: first.id, quantity: 1 }] });
    const cartId = cartCreate.cart.id;
    assert.ok(URL.canParse(cartCreate.cart.checkoutUrl));
    assert.deepEqual(totals(cartCreate.cart), { quantity: 1, subtotal: price(first), currency: "USD" });

    const { cartLinesAdd } = await ask(query.TemplateCartAdd, {
      cartId,
      lines: [{ merchandiseId: first.id, quantity: 1 }, { merchandiseId: second.id, quantity: 1 }],
    });
    assert.deepEqual(quantities(cartLinesAdd.cart), { [first.id]: 2, [second.id]: 1 });
    assert.deepEqual(totals(cartLinesAdd.cart), { quantity: 3, subtotal: 2 * price(first) + price(second), currency: "USD" });

    const lineOf = (cart, variant) => nodes(cart.lines).find(({ merchandise }) => merchandise.id === variant.id);
    const line = lineOf(cartLinesAdd.cart, first);
    assert.equal(cents(line.cost.totalAmount.amount), 2 * price(first));
    assert.equal(line.merchandise.product.handle, LAMP);

    const lines = [{ id: line.id, merchandiseId: first.id, quantity: 3 }];
    const { cartLinesUpdate } = await ask(query.TemplateCartUpdate, { cartId, lines });
    assert.deepEqual(totals(cartLinesUpdate.cart), { quantity: 4, subtotal: 3 * price(first) + price(second), currency: "USD" });

    const lineIds = [lineOf(cartLinesUpdate.cart, second).id];
    const { cartLinesRemove } = await ask(query.TemplateCartRemove, { cartId, lineIds });
    assert.deepEqual(quantities(cartLinesRemove.cart), { [first.id]: 3 });

    const { cart } = await ask(query.TemplateCart, { cartId });
    assert.deepEqual(totals(cart), { quantity: 3, subtotal: 3 * price(first), currency: "USD" });
  });

  test("an empty cart can be made and filled, an unknown one is null", async () => {
    const { cartCreate } = await ask(query.TemplateCartCreate);
    assert.deepEqual(totals(cartCreate.cart), { quantity: 0, subtotal: 0, currency: "USD" });
    const { product } = await ask(query.TemplateProduct, { handle: "halm-table-lamp" });
    const lines = [{ merchandiseId: nodes(product.variants)[0].id, quantity: 1 }];
    const { cartLinesAdd } = await ask(query.TemplateCartAdd, { cartId: cartCreate.cart.id, lines });
    assert.equal(cartLinesAdd.cart.totalQuantity, 1);
    assert.deepEqual(await ask(query.TemplateCart, { cartId: `${cartCreate.cart.id}x` }), { cart: null });
  });
});

function totals(cart) {
  const { amount, currencyCode } = cart.cost.subtotalAmount;
  return { quantity: cart.totalQuantity, subtotal: cents(amount), currency: currencyCode };
}

function quantities(cart) {
  return Object.fromEntries(nodes(cart.lines).map(({ merchandise, quantity }) => [merchandise.id, quantity]));
}
