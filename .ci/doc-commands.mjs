// Runs the commands that the documents promise. A fenced block whose first line says
//
//   ```sh run       is run from the top folder; `souk` is the binary under test
//   ```sh served    is run while a fresh demo server listens, in place of 127.0.0.1:8080
//
// and must exit with 0. Other blocks are for people. README's test command must be what CI runs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { repository } from "../tests/clients/repository.mjs";
import { startServer } from "../tests/clients/server.mjs";

const LISTEN = "127.0.0.1:8080";
const TEST_COMMAND = "cargo test --workspace";
const LIMIT_MS = 300_000;

const documents = [repository, join(repository, "docs"), join(repository, "tests"), join(repository, "playground")]
  .filter(existsSync)
  .flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".md")).map((name) => join(folder, name)));
const blocks = documents.flatMap((path) => blocksOf(path));
const promised = blocks.filter(({ kind }) => kind === "run" || kind === "served");

const server = promised.some(({ kind }) => kind === "served") ? await startServer() : undefined;
const data = mkdtempSync(join(tmpdir(), "souk-docs-"));
let failed = 0;
try {
  for (const block of promised) if (!run(block)) failed += 1;
} finally {
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
}
const readme = join(repository, "README.md");
if (existsSync(readme) && !readFileSync(readme, "utf8").includes(TEST_COMMAND)) {
  console.error(`README.md does not name the test command \`${TEST_COMMAND}\``);
  failed += 1;
}
console.log(`${promised.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** `{ path, line, kind, text }` for every fenced shell block; `kind` is the second word of its first line. */
function blocksOf(path) {
  const found = [];
  let open;
  for (const [index, line] of readFileSync(path, "utf8").split("\n").entries()) {
    const fence = /^\s*```(\w*)\s*(\w*)/.exec(line);
    if (open && fence) {
      found.push({ ...open, text: open.lines.join("\n") });
      open = undefined;
    } else if (fence) {
      open = { path, line: index + 1, kind: /^(sh|bash|console)$/.test(fence[1]) ? fence[2] : "", lines: [] };
    } else open?.lines.push(line);
  }
  return found;
}

function run({ path, line, kind, text }) {
  const place = `${relative(repository, path)}:${line}`;
  const script = kind === "served" ? text.replaceAll(LISTEN, server.host) : text;
  const binary = process.env.SOUK_BIN;
  const result = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
    cwd: repository,
    encoding: "utf8",
    timeout: LIMIT_MS,
    env: {
      ...process.env,
      SOUK__DATA_DIR: join(data, "data"),
      ...(binary && { PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` }),
    },
  });
  if (result.status === 0) {
    console.log(`ok      ${place}`);
    return true;
  }
  console.error(`FAILED  ${place}\n${script}\n${result.stdout}${result.stderr}`);
  return false;
}
