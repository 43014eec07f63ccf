// Starts the server twice, by http and by https, runs the test files against both, and stops them.
//
//   node run.mjs [FILE…]        SOUK_BIN names the binary, else the debug build of this clone is taken
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv.slice(2);
const files = given.length > 0 ? given : readdirSync(here).filter((name) => name.endsWith(".test.mjs"));

const started = await Promise.allSettled([startServer(), startServer({ tls: true })]);
const servers = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
try {
  for (const { reason } of started.filter((one) => one.status === "rejected")) throw reason;
  process.exitCode = await test(...servers);
  const errors = servers.flatMap((server) => server.output().split("\n").filter((line) => /panicked/.test(line)));
  for (const line of errors) console.error(`the server said: ${line}`);
  if (errors.length > 0) process.exitCode = 1;
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}

function test(http, https) {
  const child = spawn(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], {
    cwd: here,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      SOUK_HTTP: http.url,
      SOUK_HTTPS: https.url,
      NODE_EXTRA_CA_CERTS: https.certificate, // read when a process starts, so the tests are one of their own
    },
  });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
