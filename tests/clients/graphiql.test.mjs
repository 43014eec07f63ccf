// The playground in a real browser: Debian's Chromium without a window.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { demo, HTTP } from "./shop.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Where to put a picture of the page, for a person to look at. */
const PICTURES = process.env.SOUK_PICTURES;

describe("playground", { skip: !existsSync(CHROMIUM) && process.env.CI !== "true" && "chromium is not installed" }, () => {
  let browser;
  let page;
  const requests = [];
  const complaints = [];

  before(async () => {
    // Root may not use Chromium's sandbox; the page is our own.
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${HTTP}/playground`);
    await page.locator(".souk-examples button").first().waitFor();
  });
  after(() => browser?.close());

  const editor = (label) => page.locator(`section[aria-label="${label}"] .CodeMirror`);

  /** Runs what is in the editor. Answers the server's answer, once the page shows it. */
  async function run() {
    const isOurs = (request) => request.url().endsWith("/graphql") && !request.postData()?.includes("__schema");
    const answered = page.waitForResponse((one) => isOurs(one.request()));
    await page.locator(".graphiql-execute-button").click();
    const answer = await (await answered).json();
    await page.waitForFunction((wanted) => {
      const text = document.querySelector(".result-window .CodeMirror").CodeMirror.getValue();
      return text.trim() !== "" && JSON.stringify(JSON.parse(text)) === wanted;
    }, JSON.stringify(answer));
    return answer;
  }

  /** Opens an example; GraphiQL reads the operation's name from it a moment later. */
  async function choose(example, operation) {
    await page.locator(`[data-example="${example}"]`).click();
    await page.getByRole("tab", { name: operation }).waitFor();
  }

  test("the first example is open and runs", async () => {
    const { data, errors } = await run();
    assert.equal(errors, undefined);
    assert.equal(data.product.title, "Ostby Desk Lamp");
    assert.equal(data.product.variants.nodes.length, 6);
    await picture("playground");
  });

  test("the schema was read: the documentation explains the roots in words", async () => {
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    const explorer = page.locator(".graphiql-doc-explorer");
    await explorer.getByText("QueryRoot", { exact: true }).first().click();
    await explorer.getByText("predictiveSearch", { exact: true }).first().waitFor();
    await picture("documentation");
    await page.getByRole("button", { name: "Show Examples" }).click();
  });

  test("a cart is made from one example and filled by the next", async () => {
    await choose("cart-1-create", "CartCreate");
    const created = await run();
    assert.deepEqual(created.data.cartCreate.userErrors, []);
    await choose("cart-2-add-lines", "CartLinesAdd");
    const added = await run();
    assert.equal(added.data.cartLinesAdd.cart.id, created.data.cartCreate.cart.id);
    assert.equal(added.data.cartLinesAdd.cart.totalQuantity, 3);
    await picture("cart");
  });

  test("headers of the header editor are sent", async () => {
    await page.getByRole("button", { name: "Headers" }).click();
    const channel = demo.channels.find(({ default: isDefault }) => !isDefault);
    const headers = JSON.stringify({ "X-Shopify-Storefront-Access-Token": channel.accessToken });
    await page.locator(".graphiql-editor-tool .CodeMirror:visible").evaluate((element, text) => element.CodeMirror.setValue(text), headers);
    await editor("Query Editor").evaluate((element) => element.CodeMirror.setValue("query Channel { products(first: 250) { nodes { handle } } }"));
    await page.getByRole("tab", { name: "Channel" }).waitFor(); // GraphiQL reads the operation's name a moment later
    const { data } = await run();
    assert.deepEqual(data.products.nodes.map(({ handle }) => handle).sort(), [...channel.products].sort());
  });

  test("no other host was asked and nothing was complained about", () => {
    const others = requests.filter((url) => !url.startsWith(HTTP) && !url.startsWith("data:"));
    assert.deepEqual(others, []);
    assert.deepEqual(complaints, []);
  });

  async function picture(name) {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
});
