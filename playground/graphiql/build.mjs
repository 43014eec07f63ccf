// Builds dist/ from src/ and npm: `npm ci && npm run build`. The server embeds dist/, so it is committed.
// With --check nothing is written; it fails when dist/ is not what would be built.
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const operations = join(here, "../operations");
const dist = join(here, "dist");

/** GraphiQL's style sheet carries 370 KB of web fonts; the page uses the system's. */
const withoutWebFonts = {
  name: "without-web-fonts",
  setup(build) {
    build.onLoad({ filter: /graphiql\/dist\/style\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/@font-face\s*\{[^}]*\}/g, ""),
      loader: "css",
    }));
  },
};

async function bundle() {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: { app: "src/main.jsx", style: "src/app.css" },
    outdir: dist,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "iife",
    target: "es2022",
    jsx: "automatic",
    legalComments: "none", // every licence is in THIRD_PARTY_LICENSES
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [withoutWebFonts],
    logLevel: "warning",
  });
  const text = (name) => result.outputFiles.find((file) => basename(file.path) === name).text;
  return {
    "index.html": readFileSync(join(here, "src/index.html"), "utf8"),
    "app.js": text("app.js"),
    "app.css": text("style.css"),
    "operations.json": operationsJson(),
    THIRD_PARTY_LICENSES: licences(Object.keys(result.metafile.inputs)),
  };
}

/** The example operations in the order of their names, as the page and other tools read them. */
function operationsJson() {
  const examples = readdirSync(operations)
    .filter((file) => file.endsWith(".graphql"))
    .sort()
    .map((file) => {
      const name = basename(file, ".graphql");
      return { name, query: readFileSync(join(operations, file), "utf8"), variables: variablesOf(name) };
    });
  return `${JSON.stringify(examples, null, 1)}\n`;
}

function variablesOf(name) {
  try {
    return JSON.parse(readFileSync(join(operations, `${name}.json`), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}

/** The licence of every package of which a file went into the bundle. */
function licences(inputs) {
  const packages = new Set(inputs.map(packageFolder).filter(Boolean));
  const parts = [...packages].sort().map((folder) => {
    const { name, version, license, homepage } = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const file = readdirSync(join(here, folder)).find((entry) => /^(licen[sc]e|copying)/i.test(entry));
    const text = file ? readFileSync(join(here, folder, file), "utf8").trim() : fallbackLicence(name, license);
    return `${name} ${version} (${license})${homepage ? `\n${homepage}` : ""}\n\n${text.replaceAll("\r\n", "\n")}\n`;
  });
  const rule = `\n${"=".repeat(80)}\n\n`;
  return `app.js and app.css contain the following packages.\n${rule}${parts.join(rule)}`;
}

function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** Some packages of a monorepo ship no copy of the licence: they stand under their repository's. */
function fallbackLicence(name, license) {
  const sibling = { "@graphiql/": "graphiql", "@radix-ui/": "@radix-ui/react-dialog" };
  const owner = Object.entries(sibling).find(([prefix]) => name.startsWith(prefix))?.[1];
  if (owner) {
    const folder = join(here, "node_modules", owner);
    const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
    if (file) return readFileSync(join(folder, file), "utf8").trim();
  }
  if (license === "MIT") return `(The package ships no licence file; its package.json says MIT.)\n\n${MIT_TERMS}`;
  throw new Error(`${name} has no licence text`);
}

const MIT_TERMS = readFileSync(join(here, "src/mit-terms.txt"), "utf8").trim();

const files = await bundle();
const check = process.argv.includes("--check");
if (!check) mkdirSync(dist, { recursive: true });
const stale = [];
for (const [name, text] of Object.entries(files)) {
  const path = join(dist, name);
  if (!check) writeFileSync(path, text);
  else if (read(path) !== text) stale.push(relative(process.cwd(), path));
  console.log(`${name.padEnd(22)}${Math.ceil(text.length / 1024)} KB`);
}
if (stale.length > 0) {
  console.error(`stale, run \`npm run build\` in playground/graphiql: ${stale.join(", ")}`);
  process.exitCode = 1;
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
