// What clients expect below GraphQL: addresses, https with both HTTP versions, compression, CORS, limits.
import assert from "node:assert/strict";
import http2 from "node:http2";
import https from "node:https";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { HTTP, HTTPS } from "./shop.mjs";

const ca = readFileSync(process.env.NODE_EXTRA_CA_CERTS);
const QUERY = JSON.stringify({ query: "{ shop { name } }" });
const HEADERS = { "content-type": "application/json" };

const post = (path, body = QUERY, headers = {}) =>
  fetch(`${HTTP}${path}`, { method: "POST", headers: { ...HEADERS, ...headers }, body });

describe("addresses", () => {
  test("every path a client may use answers", async () => {
    for (const path of ["/graphql", "/api/2026-04/graphql.json", "/api/2025-01/graphql", "/api/unstable/graphql.json"]) {
      const response = await post(path);
      assert.equal(response.status, 200, path);
      assert.ok((await response.json()).data.shop.name, path);
    }
  });

  test("an operation is picked by its name, and may have none", async () => {
    const query = "query One { shop { name } } query Two { shop { id } }";
    const named = await (await post("/graphql", JSON.stringify({ query, operationName: "Two" }))).json();
    assert.deepEqual(Object.keys(named.data.shop), ["id"]);
    const open = await (await post("/graphql", JSON.stringify({ query, operationName: null }))).json();
    assert.ok(open.errors[0].message);
    assert.ok(!("data" in open));
  });
});

describe("https", () => {
  test("HTTP/2 is offered and taken", async () => {
    const session = http2.connect(HTTPS, { ca });
    const stream = session.request({ ":method": "POST", ":path": "/graphql", ...HEADERS });
    stream.end(QUERY);
    let text = "";
    for await (const part of stream) text += part;
    assert.equal(session.alpnProtocol, "h2");
    session.close();
    assert.ok(JSON.parse(text).data.shop.name);
  });

  test("HTTP/1.1 is served too", async () => {
    const { version, body } = await new Promise((resolve, reject) => {
      const call = https.request(`${HTTPS}/graphql`, { method: "POST", headers: HEADERS, ca, ALPNProtocols: ["http/1.1"] }, async (response) => {
        let text = "";
        for await (const part of response) text += part;
        resolve({ version: response.httpVersion, body: text });
      });
      call.on("error", reject);
      call.end(QUERY);
    });
    assert.equal(version, "1.1");
    assert.ok(JSON.parse(body).data.shop.name);
  });
});

describe("answers", () => {
  test("are compressed as the client asks", async () => {
    const http = await import("node:http");
    const query = JSON.stringify({ query: "{ products(first: 50) { nodes { id title descriptionHtml } } }" });
    for (const [encoding, unpack] of [["gzip", gunzipSync], ["br", brotliDecompressSync], ["zstd", undefined]]) {
      const { headers, bytes } = await new Promise((resolve, reject) => {
        const call = http.request(`${HTTP}/graphql`, { method: "POST", headers: { ...HEADERS, "accept-encoding": encoding } }, async (response) => {
          const parts = [];
          for await (const part of response) parts.push(part);
          resolve({ headers: response.headers, bytes: Buffer.concat(parts) });
        });
        call.on("error", reject);
        call.end(query);
      });
      assert.equal(headers["content-encoding"], encoding);
      if (unpack) assert.equal(JSON.parse(unpack(bytes)).data.products.nodes.length, 50);
      else assert.equal(bytes.readUInt32LE(0), 0xfd2fb528); // the frame's magic number
    }
  });

  test("a browser of another origin may ask, with the token's header", async () => {
    const headers = {
      origin: "https://store.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type,x-shopify-storefront-access-token",
    };
    const preflight = await fetch(`${HTTP}/api/2026-04/graphql.json`, { method: "OPTIONS", headers });
    assert.ok(preflight.ok, String(preflight.status));
    assert.match(preflight.headers.get("access-control-allow-origin"), /^(\*|https:\/\/store\.example)$/);
    const allowed = (preflight.headers.get("access-control-allow-headers") ?? "").toLowerCase();
    assert.ok(allowed === "*" || allowed.includes("x-shopify-storefront-access-token"), allowed);
    const response = await post("/graphql", QUERY, { origin: "https://store.example" });
    assert.match(response.headers.get("access-control-allow-origin"), /^(\*|https:\/\/store\.example)$/);
  });

  test("bad requests are told what is wrong, and the server goes on", async () => {
    const nested = (sign, close) => `{ products(first: 1, query: ${sign.repeat(10_000)}${close.repeat(10_000)}) { nodes { id } } }`;
    for (const body of [
      "{ not json",
      JSON.stringify({}),
      JSON.stringify({ query: "{ shop { nothing } }" }),
      JSON.stringify({ query: "{ products(first: 251) { nodes { id } } }" }),
      JSON.stringify({ query: "{ products(first: -1) { nodes { id } } }" }),
      JSON.stringify({ query: nested("[", "]") }),
      JSON.stringify({ query: nested("{a:", "}") }),
      JSON.stringify({ query: `query ($first: Int!) { products(first: $first) { nodes { id } } }`, variables: { first: "two" } }),
    ]) {
      const answer = await (await post("/graphql", body)).json();
      assert.ok(answer.errors?.length > 0, body.slice(0, 80));
      assert.ok(answer.errors.every(({ message, extensions }) => message && extensions?.code), JSON.stringify(answer).slice(0, 300));
      assert.ok(!answer.data, body.slice(0, 80));
    }
    assert.equal((await post("/graphql")).status, 200);
  });
});
