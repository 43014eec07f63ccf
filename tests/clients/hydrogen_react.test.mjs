// The documents that hydrogen-react's CartProvider sends, taken from the package as it is.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as documents from "@shopify/hydrogen-react/cart-queries";
import { flattenConnection } from "@shopify/hydrogen-react/flatten-connection";
import { ask, cents } from "./shop.mjs";

const LAMP = `{ product(handle: "halm-table-lamp") { variants(first: 2) { nodes { id price { amount } } } } }`;
const send = async (document, variables) => ask(documents[document](documents.defaultCartFragment), variables);

describe("CartProvider", () => {
  let variants;
  before(async () => {
    variants = (await ask(LAMP)).product.variants.nodes;
  });

  test("a cart's life, with the country left open (ZZ)", async () => {
    const input = { lines: [{ merchandiseId: variants[0].id, quantity: 2 }] };
    const { cart } = (await send("CartCreate", { input })).cartCreate;
    assert.equal(cart.cost.subtotalAmount.currencyCode, "USD");
    assert.equal(cents(cart.cost.subtotalAmount.amount), 2 * cents(variants[0].price.amount));
    assert.deepEqual([cart.discountCodes, cart.buyerIdentity.customer], [[], null]);

    const cartId = cart.id;
    const added = await send("CartLineAdd", { cartId, lines: [{ merchandiseId: variants[1].id, quantity: 1 }] });
    const lines = flattenConnection(added.cartLinesAdd.cart.lines);
    assert.deepEqual(lines.map(({ quantity }) => quantity).sort(), [1, 2]);

    const line = lines.find(({ merchandise }) => merchandise.id === variants[1].id);
    const updated = await send("CartLineUpdate", { cartId, lines: [{ id: line.id, quantity: 3 }] });
    assert.equal(updated.cartLinesUpdate.cart.totalQuantity, 5);

    await send("CartNoteUpdate", { cartId, note: "Thank you" });
    await send("CartAttributesUpdate", { cartId, attributes: [{ key: "a", value: "b" }] });
    const removed = await send("CartLineRemove", { cartId, lines: [line.id] });
    assert.equal(removed.cartLinesRemove.cart.totalQuantity, 2);

    const { cart: read } = await send("CartQuery", { id: cartId });
    assert.equal(read.note, "Thank you");
    assert.deepEqual(read.attributes, [{ key: "a", value: "b" }]);
    assert.equal(flattenConnection(read.lines)[0].merchandise.product.handle, "halm-table-lamp");
  });

  test("a buyer's country in the context decides the currency", async () => {
    const input = { buyerIdentity: { countryCode: "DE" }, lines: [{ merchandiseId: variants[0].id, quantity: 1 }] };
    const { cart } = (await send("CartCreate", { input, country: "DE", language: "DE" })).cartCreate;
    assert.equal(cart.buyerIdentity.countryCode, "DE");
    assert.equal(cart.cost.totalAmount.currencyCode, "EUR");
  });
});
