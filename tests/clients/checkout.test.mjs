// The checkout page in a real browser: from a cart made by the API to the placed order, once without scripts, by
// keyboard alone and as narrow as a small phone, once as a buyer with a mouse and a wide screen sees it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { ask, buyable, demo, HTTP, isAvailable } from "./shop.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Where pictures of every step go, for a person to look at. */
const PICTURES = process.env.SOUK_PICTURES ?? mkdtempSync(join(tmpdir(), "souk-checkout-"));
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };

/** A product of the demo shop that can be bought and has a German name. */
const product = buyable.find(
  ({ handle, variants }) => demo.german[handle]?.title && variants.length > 1 && isAvailable(variants[0]),
) ?? buyable.find(({ variants }) => isAvailable(variants[0]));

async function cart(context) {
  const found = await ask("query($handle: String!) { product(handle: $handle) { variants(first: 9) { nodes { id availableForSale } } } }", {
    handle: product.handle,
  });
  const { id } = found.product.variants.nodes.find(({ availableForSale }) => availableForSale);
  const made = await ask(`mutation($lines: [CartLineInput!]) @inContext(${context}) { cartCreate(input: { lines: $lines }) { cart { checkoutUrl } userErrors { code } } }`, {
    lines: [{ merchandiseId: id, quantity: 2 }],
  });
  assert.deepEqual(made.cartCreate.userErrors, []);
  return made.cartCreate.cart.checkoutUrl;
}

describe("checkout", { skip: !existsSync(CHROMIUM) && process.env.CI !== "true" && "chromium is not installed" }, () => {
  let browser;
  before(async () => {
    mkdirSync(PICTURES, { recursive: true });
    // Root may not use Chromium's sandbox; the pages are our own.
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  });
  after(() => browser?.close());

  /** A page of a browser of its own, with what it asked for and what it complained about. */
  async function open(options) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const requests = [];
    const complaints = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => complaints.push(error.message));
    // What a form answers with 422 is no fault of the page.
    page.on("console", (message) => message.type() === "error" && !message.text().includes("422") && complaints.push(message.text()));
    const quiet = () => {
      assert.deepEqual(requests.filter((url) => !url.startsWith(HTTP) && !url.startsWith("data:")), []);
      assert.deepEqual(complaints, []);
    };
    return { page, quiet };
  }

  const picture = (page, name) => page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  const step = (page) => new URL(page.url()).pathname.split("/").at(-1);
  const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();

  /** Everything fits: nobody has to scroll sideways. */
  async function fits(page) {
    const { width } = page.viewportSize();
    const main = await page.locator("body").boundingBox();
    assert.ok(main.width <= width, `${page.url()} is ${main.width} wide`);
    for (const box of await page.locator("main *:visible").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right))) {
      assert.ok(box <= width + 1, `something at ${page.url()} reaches to ${box}`);
    }
  }

  /** Presses Tab until the control has the focus. */
  async function tabTo(page, control) {
    for (let pressed = 0; pressed < 60; pressed += 1) {
      await page.keyboard.press("Tab");
      if (await control.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`no Tab leads to ${control}`);
  }

  async function type(page, label, text) {
    await tabTo(page, page.getByLabel(label, { exact: false }).and(page.locator("input, select")));
    await page.keyboard.type(text);
  }

  /** Presses Enter on the button with this name, and waits for the page it leads to. */
  async function press(page, name) {
    await tabTo(page, page.getByRole("button", { name }));
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  }

  test("without scripts, by keyboard, on a small phone, with a bank that asks", async () => {
    const { page, quiet } = await open({ javaScriptEnabled: false, viewport: NARROW, locale: "en-US" });
    const look = async (name) => {
      await picture(page, `phone-${name}`);
      await fits(page);
    };
    await page.goto(await cart("country: US, language: EN"));
    assert.equal(step(page), "contact");
    await look("1-contact");
    await press(page, "Continue");
    assert.equal(await page.getByRole("alert").getByRole("link").count(), 1, "the e-mail address is missing");
    await look("1-contact-wrong");
    await type(page, "E-mail", "ada@shop.example");
    await press(page, "Continue");

    assert.equal(step(page), "address");
    for (const [label, text] of [["First name", "Ada"], ["Last name", "Lovelace"], ["Street", "12 Long Street"], ["Postal code", "10001"], ["City", "New York"], ["State", "New York"]]) {
      await type(page, label, text);
    }
    await look("2-address");
    await press(page, "Continue");

    assert.equal(step(page), "delivery");
    await look("3-delivery");
    await press(page, "Continue");

    assert.equal(step(page), "payment");
    await tabTo(page, page.locator("details.codes > summary"));
    await page.keyboard.press("Enter");
    for (const [code, shown] of [["welcome10", "Discount: WELCOME10"], ["LARKFOLDGIFT50", "•••• FT50"]]) {
      await type(page, "Gift card or discount code", code);
      await press(page, "Use");
      await page.getByText(shown).first().waitFor({ state: "attached" });
    }
    await look("4-codes");
    await tabTo(page, page.getByRole("radio", { checked: true }));
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.getByRole("radio", { name: /3-D Secure/ }).isChecked(), true);
    await look("4-payment");
    await press(page, "Continue");

    assert.equal(step(page), "review");
    await look("5-review");
    await press(page, /^Pay \$/);

    await page.getByRole("heading", { name: "Confirm a test payment" }).waitFor();
    await look("6-bank");
    await press(page, "Confirm");
    assert.equal(await heading(page), "Thank you for your order");
    await look("7-thanks");
    await tabTo(page, page.getByRole("link", { name: "See the order" }));
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(await heading(page), /^Order #\d+$/);
    await look("8-order");
    quiet();
  });

  test("while the provider is down the page waits, in the dark too", async () => {
    const { page, quiet } = await open({ viewport: NARROW, locale: "en-US", colorScheme: "dark" });
    const next = (name = "Continue") => Promise.all([page.waitForNavigation(), page.getByRole("button", { name }).click()]);
    await page.goto(await cart("country: US, language: EN"));
    await page.getByLabel("E-mail").fill("ada@shop.example");
    await next();
    for (const [label, text] of [["Last name", "Lovelace"], ["Street", "12 Long Street"], ["Postal code", "10001"], ["City", "New York"]]) {
      await page.getByLabel(label).fill(text);
    }
    await page.getByLabel("State").selectOption("NY");
    await picture(page, "dark-2-address");
    await next();
    await next();
    await page.getByRole("radio", { name: /three seconds/ }).evaluate((radio) => (radio.value = "test_down"));
    await page.getByRole("radio", { name: /three seconds/ }).check();
    await next();
    await picture(page, "dark-5-review");
    await next(/^Pay/);
    assert.equal(await heading(page), "Your order is being placed");
    await picture(page, "dark-6-placing");
    quiet();
  });

  test("on a wide screen, in German, after a card that is declined", async () => {
    const { page, quiet } = await open({ viewport: WIDE, locale: "de-DE" });
    const look = (name) => picture(page, `wide-${name}`);
    const go = async (name) => {
      await Promise.all([page.waitForNavigation(), page.getByRole("button", { name }).click()]);
    };
    await page.goto(await cart("country: DE, language: DE"));
    await page.getByText(demo.german[product.handle].title).locator("visible=true").first().waitFor();
    await look("1-contact");
    await page.getByLabel("E-Mail").fill("ada@shop.example");
    await go("Weiter");
    await go("Weiter");
    await look("2-address-wrong");
    await page.getByLabel("Nachname").fill("Lovelace");
    await page.getByLabel("Straße").fill("Lange Straße 12");
    await page.getByLabel("Postleitzahl").fill("04109");
    await page.getByLabel("Ort").fill("Leipzig");
    await look("2-address");
    await go("Weiter");
    await look("3-delivery");
    await go("Weiter");
    const code = page.getByLabel("Geschenkkarte oder Rabattcode");
    await page.locator("details.codes > summary").click();
    await code.fill("NICHTS-DAMIT");
    await go("Einlösen");
    await look("4-codes-wrong");
    await code.fill("WELCOME10");
    await go("Einlösen");
    await page.getByText("Rabatt: WELCOME10").locator("visible=true").first().waitFor();
    await page.getByRole("radio", { name: /abgelehnt/ }).check();
    await look("4-payment");
    await go("Weiter");
    await look("5-review");
    await go(/^Zahlungspflichtig bestellen/);
    assert.equal(step(page), "payment");
    await page.getByText("Die Zahlung wurde abgelehnt").waitFor();
    await look("6-declined");
    await page.getByRole("radio", { name: /die nach drei Sekunden bezahlt/ }).check();
    await go("Weiter");
    await go(/^Zahlungspflichtig bestellen/);
    await look("7-placing");
    await page.getByRole("heading", { name: "Danke für Ihre Bestellung" }).waitFor({ timeout: 20_000 });
    await look("8-thanks");
    await page.getByRole("link", { name: "Bestellung ansehen" }).click();
    await page.getByRole("heading", { name: /^Bestellung #/ }).waitFor();
    await look("9-order");
    quiet();
  });
});
