// Every example operation of the playground, run one after the other as a person would, and looked at.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { fillIn, remember } from "../../playground/graphiql/src/remembered_ids.js";
import { ask, cents, demoProduct, HTTP, isAvailable, unitsOf } from "./shop.mjs";

const nodes = (connection) => connection.nodes;

/** What an answer must show. An operation without an entry here must at least answer no error and no null root. */
const LOOKS = {
  "product-page": ({ product }, { handle }) => assert.equal(product.title, demoProduct(handle).title),
  "product-options": ({ product }) => {
    const { selectedOptions } = product.selectedOrFirstAvailableVariant;
    assert.deepEqual(selectedOptions.map(({ value }) => value), ["Chalk", "Clamp"]);
  },
  "product-in-german": ({ localization, product }) => {
    assert.equal(localization.language.isoCode, "DE");
    assert.equal(product.priceRange.minVariantPrice.currencyCode, "EUR");
    assert.ok(product.description.length <= 123);
  },
  "product-recommendations": ({ productRecommendations: found }) => assert.ok(found.length >= 3),
  "product-pickup": ({ product }, { handle }) => {
    const stock = nodes(product.selectedOrFirstAvailableVariant.storeAvailability);
    assert.ok(stock.length > 0);
    const variant = demoProduct(handle).variants.find(isAvailable);
    assert.ok(product.selectedOrFirstAvailableVariant.quantityAvailable <= unitsOf(variant));
    assert.equal(stock[0].location.name, "Portland");
  },
  "product-metafields": ({ product }, { identifiers }) => {
    assert.deepEqual(product.metafields.map((one) => one?.key), identifiers.map(({ key }) => key));
  },
  "product-selling-plans": ({ product }) => {
    const [group] = nodes(product.sellingPlanGroups);
    assert.equal(group.name, "Im Abo sparen");
    assert.deepEqual(group.options, [{ name: "Lieferung", values: ["Jeden Monat", "Alle 2 Monate"] }]);
    const allocations = nodes(product.selectedOrFirstAvailableVariant.sellingPlanAllocations);
    assert.deepEqual(allocations.map(({ sellingPlan }) => sellingPlan.name), nodes(group.sellingPlans).map(({ name }) => name));
    for (const { priceAdjustments: [{ price, compareAtPrice }] } of allocations) {
      assert.equal(price.currencyCode, "EUR");
      assert.equal(cents(price.amount), Math.round(cents(compareAtPrice.amount) * 0.9));
    }
  },
  "listing-collection": ({ collection }) => {
    const vendors = collection.products.filters.find(({ id }) => /vendor/.test(id));
    assert.ok(vendors.values.every(({ count }) => count > 0));
    for (const { input } of vendors.values) assert.ok("productVendor" in JSON.parse(input));
  },
  "listing-filtered": ({ collection }) => {
    const prices = nodes(collection.products).map(({ priceRange }) => cents(priceRange.minVariantPrice.amount));
    assert.ok(prices.length > 0);
    assert.deepEqual(prices, [...prices].sort((one, other) => one - other));
    assert.ok(nodes(collection.products).every(({ vendor, availableForSale }) => vendor === "Tindra Works" && availableForSale));
    const vendors = collection.products.filters.find(({ values }) => values.some(({ label }) => label === "Tindra Works"));
    assert.ok(vendors.values.length > 1, "the other vendors stay to choose from");
  },
  "listing-newest": ({ products }) => assert.equal(nodes(products).length, 8),
  "listing-query": ({ products }) => {
    assert.ok(nodes(products).length > 0);
    for (const { productType, handle } of nodes(products)) {
      assert.equal(productType, "Table Lamp");
      assert.ok(demoProduct(handle).variants.some(({ price }) => cents(price) < 10_000));
    }
  },
  "listing-types-and-tags": ({ productTypes, productTags }) => {
    assert.ok(nodes(productTypes).includes("Table Lamp"));
    assert.ok(nodes(productTags).includes("lighting"));
  },
  "search-products": ({ search }) => {
    assert.ok(search.totalCount > 0);
    assert.ok(nodes(search).some(({ handle }) => handle === "ostby-desk-lamp"));
    assert.ok(search.productFilters.length > 0);
  },
  "search-everything": ({ search }) => assert.ok(new Set(nodes(search).map(({ __typename }) => __typename)).size > 1),
  "search-predictive": ({ predictiveSearch: { products } }) => assert.ok(products.length > 0),
  "cart-1-create": ({ cartCreate: { cart } }) => assert.equal(cart.totalQuantity, 2),
  "cart-2-add-lines": ({ cartLinesAdd: { cart } }) => assert.deepEqual([cart.totalQuantity, nodes(cart.lines).length], [3, 2]),
  "cart-3-update-lines": ({ cartLinesUpdate: { cart } }, { lines }) => {
    const line = nodes(cart.lines).find(({ id }) => id === lines[0].id);
    assert.equal(line.quantity, 3);
    assert.equal(cents(line.cost.totalAmount.amount), 3 * cents(line.cost.amountPerQuantity.amount));
  },
  "cart-4-note-and-attributes": ({ cartAttributesUpdate: { cart } }) => assert.equal(cart.note, "Please ring twice."),
  "cart-5-buyer-in-germany": ({ cartBuyerIdentityUpdate: { cart } }) => assert.equal(cart.cost.totalAmount.currencyCode, "EUR"),
  "cart-6-show": ({ cart }) => assert.deepEqual({ ...cart.buyerIdentity }, { countryCode: "DE", email: "ada@example.com" }),
  "cart-7-remove-lines": ({ cartLinesRemove: { cart } }) => assert.equal(nodes(cart.lines).length, 1),
  "cart-8-delivery": ({ cartCreate: { cart } }) => {
    const street = ["Spinnereihof 22", "04229 Leipzig", "Germany"];
    assert.deepEqual(cart.delivery.addresses[0].address.formatted, ["Ada King", ...street]);
    const [group, ...others] = nodes(cart.deliveryGroups);
    assert.deepEqual([group.groupType, others.length], ["ONE_TIME_PURCHASE", 0]);
    assert.deepEqual(group.deliveryAddress.formatted, street);
    assert.deepEqual(nodes(group.cartLines), [{ quantity: 1 }]);
  },
  "content-blog": ({ blogs }) => {
    const comments = nodes(nodes(blogs)[0].articles).flatMap(({ comments }) => nodes(comments));
    assert.ok(comments.some(({ author, content }) => author.name === "Oda" && /Pilea/.test(content)));
  },
  "content-menus": ({ header, footer }) => assert.ok(header.items.length > 1 && footer.items.length > 1),
  "content-redirects": ({ urlRedirects }) => assert.deepEqual(nodes(urlRedirects), [{ path: "/lamps", target: "/collections/lighting" }]),
  "content-sitemap": ({ sitemap }) => assert.ok(sitemap.resources.items.length > 50),
  "shop-custom-fields": ({ shop, collection, page }) => {
    assert.equal(shop.announcement.value, "Versandkostenfrei ab 110 €");
    assert.deepEqual(shop.founded, { value: "2014", type: "number_integer" });
    assert.equal(collection.headline.value, "Licht, wo man es braucht");
    assert.equal(page.readingMinutes.value, "3");
  },
  "shop-localization": ({ localization }) =>
    assert.deepEqual(localization.availableCountries.map(({ isoCode }) => isoCode).sort(), ["AT", "DE", "US"]),
  "shop-nodes": ({ nodes: found }) => assert.deepEqual(found.map((one) => one?.__typename), ["Product", "ProductVariant", undefined]),
};

const examples = await (await fetch(`${HTTP}/playground/operations.json`)).json();

describe("examples", () => {
  before(async () => {
    const variant = "selectedOrFirstAvailableVariant { id }";
    remember(await ask(`{ product(handle: "halm-table-lamp") { id ${variant} } }`));
  });

  test("each has its look, and no look is left over", () => {
    const names = examples.map(({ name }) => name);
    assert.ok(names.length >= 25);
    assert.deepEqual(Object.keys(LOOKS).filter((name) => !names.includes(name)), []);
  });

  for (const { name, query, variables } of examples) {
    test(name, async () => {
      const filled = JSON.parse(fillIn(variables) || "{}");
      const data = await ask(query, filled);
      for (const [field, value] of Object.entries(data)) {
        assert.notEqual(value, null, field);
        assert.deepEqual(value.userErrors ?? [], []);
      }
      LOOKS[name]?.(data, filled);
      remember(data);
    });
  }
});
