// A storefront like the Hydrogen starter: every operation says for which country and in which language it asks.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { getProductOptions } from "@shopify/hydrogen-react/getProductOptions";
import { decodeEncodedVariant } from "@shopify/hydrogen-react/optionValueDecoder";
import { ask, buyable, cents, demo, demoProduct, isAvailable, operations } from "./shop.mjs";

const query = operations("hydrogen");
const US = { country: "US", language: "EN" };
const GERMANY = { country: "DE", language: "DE" };
const LAMP = "ostby-desk-lamp";

const german = (thing, key) => thing.translations?.de?.[key] ?? thing[key];
const chosen = (variant) => variant.selectedOptions.map(({ value }) => value);

describe("header and home", () => {
  test("shop, logo and nested menu", async () => {
    const { shop, menu } = await ask(query.HydrogenHeader, { menu: "main-menu", ...US });
    assert.equal(shop.name, demo.shop.name);
    assert.equal(shop.description, demo.shop.description);
    assert.ok(URL.canParse(shop.primaryDomain.url));
    const logo = await fetch(shop.brand.logo.image.url);
    assert.equal(logo.status, 200);

    const expected = demo.menus.find(({ handle }) => handle === "main-menu");
    const tree = (items) => items.map((item) => [item.title, item.type, tree(item.items ?? []).length]);
    assert.deepEqual(tree(menu.items), tree(expected.items));
    const toCollection = menu.items.flatMap(({ items }) => items).find(({ type }) => type === "COLLECTION");
    assert.match(toCollection.resourceId, /\/Collection\//);
  });

  test("the menu is German in Germany", async () => {
    const { menu } = await ask(query.HydrogenHeader, { menu: "main-menu", ...GERMANY });
    const expected = demo.menus.find(({ handle }) => handle === "main-menu");
    assert.deepEqual(menu.items.map(({ title }) => title), expected.items.map((item) => german(item, "title")));
  });

  test("the newest collection and products, with what cards show", async () => {
    const { collections, products } = await ask(query.HydrogenHome, US);
    assert.equal(collections.nodes.length, 1);
    assert.equal(products.nodes.length, 4);
    for (const product of products.nodes) {
      assert.equal(product.vendor, demoProduct(product.handle).vendor);
      assert.ok(URL.canParse(product.featuredImage.url));
      assert.equal(product.priceRange.minVariantPrice.currencyCode, "USD");
    }
  });

  test("countries and languages can be left to the shop", async () => {
    const { products } = await ask(query.HydrogenHome);
    assert.equal(products.nodes[0].priceRange.minVariantPrice.currencyCode, "USD");
  });
});

describe("product page", () => {
  const open = async (selected, context = US) => {
    const selectedOptions = Object.entries(selected).map(([name, value]) => ({ name, value }));
    return (await ask(query.HydrogenProduct, { handle: LAMP, selectedOptions, ...context })).product;
  };

  test("the chosen variant, its neighbours and the swatches", async () => {
    const product = await open({ Color: "Chalk", Mount: "Clamp" });
    const expected = demoProduct(LAMP);
    const variant = product.selectedOrFirstAvailableVariant;
    const source = expected.variants.find(({ optionValues }) => optionValues.map(({ name }) => name).join() === "Chalk,Clamp");

    assert.deepEqual(chosen(variant), ["Chalk", "Clamp"]);
    assert.equal(variant.sku, source.sku);
    assert.equal(cents(variant.price.amount), cents(source.price));
    assert.deepEqual(
      product.adjacentVariants.map(chosen).map(String).sort(),
      ["Chalk,Base", "Charcoal,Clamp", "Clay,Clamp"],
    );
    assert.deepEqual(
      product.options[0].optionValues.map(({ swatch }) => swatch?.color?.toLowerCase()),
      expected.productOptions[0].values.map(({ swatch }) => swatch.color),
    );
    for (const value of product.options[0].optionValues) {
      assert.equal(chosen(value.firstSelectableVariant)[0], value.name);
    }
  });

  test("options are found whatever their case, unknown ones are passed over", async () => {
    assert.deepEqual(chosen((await open({ color: "clay", mount: "CLAMP" })).selectedOrFirstAvailableVariant), ["Clay", "Clamp"]);
    const passedOver = await open({ utm_source: "letter" });
    const first = demoProduct(LAMP).variants.find(isAvailable);
    assert.deepEqual(chosen(passedOver.selectedOrFirstAvailableVariant), first.optionValues.map(({ name }) => name));
  });

  test("which combinations exist and can be bought, as Hydrogen reads it", async () => {
    const product = await open({ Color: "Chalk", Mount: "Clamp" });
    const expected = demoProduct(LAMP);
    const places = (variants) => variants.map(({ optionValues }) =>
      optionValues.map(({ name }, index) => expected.productOptions[index].values.findIndex((value) => value.name === name)),
    );
    assert.deepEqual(decodeEncodedVariant(product.encodedVariantExistence).sort(), places(expected.variants).sort());
    assert.deepEqual(decodeEncodedVariant(product.encodedVariantAvailability).sort(), places(expected.variants.filter(isAvailable)).sort());

    const [colors, mounts] = getProductOptions(product);
    const sellable = (color, mount) => isAvailable(expected.variants.find(({ optionValues }) => optionValues.map(({ name }) => name).join() === `${color},${mount}`));
    for (const { name, selected, exists, available, variantUriQuery } of colors.optionValues) {
      assert.deepEqual([name, exists, selected], [name, true, name === "Chalk"]);
      assert.equal(available, sellable(name, "Clamp"), name);
      assert.equal(new URLSearchParams(variantUriQuery).get("Color"), name);
    }
    assert.deepEqual(mounts.optionValues.map(({ available }) => available), [sellable("Chalk", "Base"), sellable("Chalk", "Clamp")]);
  });

  test("in Germany the texts are German and the prices euros", async () => {
    const product = await open({}, GERMANY);
    const text = demo.german[LAMP];
    assert.equal(product.title, text.title ?? demoProduct(LAMP).title);
    assert.equal(product.descriptionHtml, text.body_html);
    assert.equal(product.options[0].name, text.options.Color.name);
    const variant = product.selectedOrFirstAvailableVariant;
    assert.equal(variant.price.currencyCode, "EUR");
    assert.equal(cents(variant.price.amount), euroCents(variant.sku));
  });

  test("a fixed price in euros is taken as it is", async () => {
    const { prices, handle } = fixedPrice();
    const { product } = await ask(query.HydrogenProduct, { handle, selectedOptions: [], ...GERMANY });
    const { sku, price } = product.selectedOrFirstAvailableVariant;
    assert.ok(prices.has(sku));
    assert.equal(cents(price.amount), cents(prices.get(sku)));
  });
});

/** The price of a variant in Germany as the demo catalogue's price list says. */
function euroCents(sku) {
  const list = demo.priceLists.find(({ market }) => market === "de");
  const fixed = list.fixedPrices.find((entry) => entry.sku === sku);
  if (fixed) return cents(fixed.price);
  const price = demo.products.flatMap(({ variants }) => variants).find((variant) => variant.sku === sku).price;
  const { type, value } = list.parent.adjustment;
  const percent = 100 + (type === "PERCENTAGE_INCREASE" ? Number(value) : -Number(value));
  // In whole ten-thousandths of a cent, so that half a cent is exactly half.
  const exact = BigInt(cents(price)) * BigInt(Math.round(Number(list.exchangeRate) * 10_000)) * BigInt(percent);
  return Number((exact + 500_000n) / 1_000_000n);
}

function fixedPrice() {
  const list = demo.priceLists.find(({ market }) => market === "de");
  const prices = new Map(list.fixedPrices.map(({ sku, price }) => [sku, price]));
  const { handle } = buyable.find(({ variants }) => variants.every(({ sku }) => prices.has(sku)));
  return { prices, handle };
}

describe("listings", () => {
  test("a collection is paged forward and back over the same products", async () => {
    const wanted = buyable.filter(({ tags }) => tags.includes("lighting")).map(({ handle }) => handle);
    const page = async (variables) =>
      (await ask(query.HydrogenCollection, { handle: "lighting", ...US, ...variables })).collection.products;

    const seen = [];
    let after = null;
    do {
      const { nodes, pageInfo } = await page({ first: 8, after });
      seen.push(...nodes.map(({ handle }) => handle));
      assert.equal(pageInfo.hasPreviousPage, after !== null);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
    } while (after);
    assert.deepEqual([...seen].sort(), wanted.sort());

    const second = await page({ first: 4, after: (await page({ first: 4 })).pageInfo.endCursor });
    const back = await page({ last: 4, before: second.pageInfo.startCursor });
    assert.deepEqual(back.nodes.map(({ handle }) => handle), seen.slice(0, 4));
    assert.equal(back.pageInfo.hasPreviousPage, false);
    assert.equal(back.pageInfo.hasNextPage, true);
  });

  test("all products and all collections are each seen once", async () => {
    for (const [operation, field, count] of [
      [query.HydrogenAllProducts, "products", buyable.length],
      [query.HydrogenCollections, "collections", demo.collections.length],
    ]) {
      const seen = new Set();
      let after = null;
      let rows = 0;
      do {
        const { nodes, pageInfo } = (await ask(operation, { first: 50, after, ...US }))[field];
        for (const { handle } of nodes) seen.add(handle);
        rows += nodes.length;
        after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
      } while (after);
      assert.deepEqual([field, rows, seen.size], [field, count, count]);
    }
  });
});

describe("content", () => {
  test("a page, translated", async () => {
    const source = demo.pages.find((page) => page.translations?.de?.title);
    for (const [context, title] of [[US, source.title], [GERMANY, source.translations.de.title]]) {
      const { page } = await ask(query.HydrogenPage, { handle: source.handle, ...context });
      assert.equal(page.title, title);
    }
  });

  test("blogs, a blog's articles and an article", async () => {
    const { blogs } = await ask(query.HydrogenBlogs, { first: 10, ...US });
    assert.deepEqual(blogs.nodes.map(({ handle }) => handle).sort(), demo.blogs.map(({ handle }) => handle).sort());

    const source = demo.blogs[0];
    const { blog } = await ask(query.HydrogenBlog, { handle: source.handle, first: 50, ...US });
    assert.deepEqual(
      blog.articles.nodes.map(({ handle }) => handle).sort(),
      source.articles.map(({ handle }) => handle).sort(),
    );

    const wanted = source.articles[0];
    const { blog: found } = await ask(query.HydrogenArticle, { blog: source.handle, article: wanted.handle, ...US });
    const author = source.authors.find(({ key }) => key === wanted.author);
    assert.equal(found.articleByHandle.title, wanted.title);
    assert.equal(found.articleByHandle.contentHtml, wanted.contentHtml);
    assert.equal(found.articleByHandle.authorV2.name, `${author.firstName} ${author.lastName}`);
    assert.equal(Date.parse(found.articleByHandle.publishedAt), Date.parse(wanted.publishedAt));
  });

  test("policies", async () => {
    const { shop } = await ask(query.HydrogenPolicies, US);
    const source = (type) => demo.policies.find((policy) => policy.type === type);
    assert.equal(shop.privacyPolicy.title, source("PRIVACY_POLICY").title);
    assert.equal(shop.refundPolicy.body, source("REFUND_POLICY").body);
    assert.equal(shop.shippingPolicy.handle, "shipping-policy");
    assert.ok(URL.canParse(shop.termsOfService.url));
  });
});

describe("search", () => {
  test("products, pages and articles at once, products paged", async () => {
    const first = await ask(query.HydrogenSearch, { term: "lamp", first: 4, ...US });
    assert.equal(first.products.nodes.length, 4);
    for (const product of first.products.nodes) {
      const { title, tags, productType, descriptionHtml, vendor } = demoProduct(product.handle);
      assert.match([title, productType, descriptionHtml, vendor, ...tags].join(" ").toLowerCase(), /lamp/);
    }
    const next = await ask(query.HydrogenSearch, { term: "lamp", first: 4, after: first.products.pageInfo.endCursor, ...US });
    const handles = (answer) => answer.products.nodes.map(({ handle }) => handle);
    assert.equal(handles(next).filter((handle) => handles(first).includes(handle)).length, 0);
  });

  test("a typing error is forgiven", async () => {
    const { products } = await ask(query.HydrogenSearch, { term: "ostbi", first: 10, ...US });
    assert.ok(products.nodes.some(({ handle }) => handle === LAMP), JSON.stringify(products.nodes.map(({ handle }) => handle)));
  });

  test("German words find products in Germany", async () => {
    const { products } = await ask(query.HydrogenSearch, { term: "Tischleuchte", first: 50, ...GERMANY });
    assert.ok(products.nodes.some(({ handle }) => handle === "halm-table-lamp"));
  });

  test("suggestions while typing", async () => {
    const variables = { term: "lam", limit: 5, scope: "EACH", types: ["PRODUCT", "COLLECTION", "PAGE", "ARTICLE", "QUERY"], ...US };
    const { predictiveSearch: found } = await ask(query.HydrogenPredictiveSearch, variables);
    assert.ok(found.products.length > 0 && found.products.length <= 5);
    assert.ok(found.products.every(({ selectedOrFirstAvailableVariant: variant }) => variant.price.currencyCode === "USD"));
    assert.ok(found.queries.length > 0);
    assert.ok(found.queries.every(({ text, styledText }) => text.toLowerCase().includes("lam") && styledText.includes("<")));
  });
});
