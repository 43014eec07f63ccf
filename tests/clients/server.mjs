// Starts the real server on a fresh data folder and a free port of loopback, and stops it by its process id.
import { execFileSync, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "node:https";
import { repository } from "./repository.mjs";

const START_LIMIT_MS = 120_000; // a debug build fills the demo shop first
const STOP_LIMIT_MS = 15_000;

/** The binary under test: SOUK_BIN, else the debug build of this clone. */
function binary() {
  const path = process.env.SOUK_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(repository, "target"), "debug/souk");
  if (!existsSync(path)) throw new Error(`${path} does not exist: run \`cargo build\` or set SOUK_BIN`);
  return path;
}

/**
 * Starts `souk serve` with the demo shop. With `tls` it serves https with a certificate of its own, whose file is
 * `certificate` in the answer. `settings` are further environment variables.
 */
export async function startServer({ tls = false, settings = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "souk-clients-"));
  const certificate = tls ? makeCertificate(folder) : undefined;
  const port = await freePort();
  const log = join(folder, "server.log");
  const child = spawn(binary(), ["serve"], {
    cwd: folder, // no souk.toml of a developer is read
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      SOUK__SERVER__LISTEN: `127.0.0.1:${port}`,
      SOUK__DATA_DIR: join(folder, "data"),
      ...(tls && { SOUK__SERVER__TLS_CERT: certificate.cert, SOUK__SERVER__TLS_KEY: certificate.key }),
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = createWriteStream(log);
  child.stdout.pipe(output);
  child.stderr.pipe(output);
  const server = {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    certificate: certificate?.cert,
    output: () => readFileSync(log, "utf8"),
    stop: () => stop(child, folder),
  };
  try {
    await untilReady(server, child);
  } catch (error) {
    const output = server.output();
    await server.stop();
    throw new Error(`${error.message}\n${output}`);
  }
  return server;
}

/** Ready is a server that shows a product: only then are the demo shop and its index there. */
async function untilReady(server, child) {
  const deadline = Date.now() + START_LIMIT_MS;
  const body = JSON.stringify({ query: "{ products(first: 1) { nodes { id } } }" });
  let last = "no answer";
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`souk serve ended with exit code ${child.exitCode}`);
    try {
      const answer = await post(`${server.url}/graphql`, body, server.certificate);
      last = answer;
      if (JSON.parse(answer).data?.products?.nodes?.length === 1) return;
    } catch (error) {
      last = error.message;
    }
    await sleep(200);
  }
  throw new Error(`the server was not ready after ${START_LIMIT_MS} ms: ${last.slice(0, 500)}`);
}

async function post(url, body, certificate) {
  const headers = { "content-type": "application/json" };
  if (!certificate) return (await fetch(url, { method: "POST", headers, body })).text();
  const agent = new Agent({ ca: readFileSync(certificate) });
  return new Promise((resolve, reject) => {
    const call = request(url, { method: "POST", headers, agent }, async (response) => {
      let text = "";
      for await (const part of response) text += part;
      resolve(text);
    });
    call.on("error", reject);
    call.end(body);
  });
}

async function stop(child, folder) {
  if (child.exitCode === null) {
    child.kill("SIGTERM");
    const ended = new Promise((resolve) => child.once("exit", () => resolve(true)));
    if (!(await Promise.race([ended, sleep(STOP_LIMIT_MS, false)]))) child.kill("SIGKILL");
  }
  rmSync(folder, { recursive: true, force: true });
}

/** A port nobody listens on now. */
export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function makeCertificate(folder) {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-nodes", "-days", "2", "-keyout", key, "-out", cert, ...subject], {
    stdio: "ignore",
  });
  return { cert, key };
}
