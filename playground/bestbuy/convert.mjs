// Makes products for `souk import` of the open Best Buy data set, one JSON array of products with
// name, description, brand, category path, price and picture:
//
//   node playground/bestbuy/convert.mjs ecommerce.json > bestbuy.jsonl
//   souk import bestbuy.jsonl
//
// Each line written is an input of `productSet`. The same file gives the same handles, so a second
// import updates.
import { readFileSync } from "node:fs";

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node convert.mjs FILE.json > FILE.jsonl");
  process.exit(2);
}

const timesWanted = new Map();
const items = JSON.parse(readFileSync(file, "utf8"));
process.stdout.write(items.map((item) => `${JSON.stringify(product(item))}\n`).join(""));

function product({ name, description = "", brand, categories = [], price, image, popularity }) {
  return {
    handle: handle(name),
    title: name,
    descriptionHtml: escaped(description),
    vendor: brand,
    productType: categories.at(-1),
    category: categories.length > 0 ? categories.join(" > ") : undefined,
    tags: categories,
    files: image ? [{ originalSource: image, alt: name }] : [],
    metafields: popularity == null ? [] : [popularityField(popularity)],
    variants: [{ price: String(price) }],
  };
}

function popularityField(popularity) {
  return { namespace: "bestbuy", key: "popularity", type: "number_integer", value: String(popularity) };
}

/** Names repeat: the second of a name gets a number. */
function handle(name) {
  const ascii = name.normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  const wanted = ascii.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const times = (timesWanted.get(wanted) ?? 0) + 1;
  timesWanted.set(wanted, times);
  return times === 1 ? wanted : `${wanted}-${times}`;
}

/** Plain text as HTML. */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
