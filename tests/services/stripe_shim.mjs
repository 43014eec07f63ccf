// node stripe_shim.mjs PORT UPSTREAM_PORT: stands in front of localstripe and does what it lacks, after Stripe's documents.
//
// - Idempotency-Key on POST: the first result of any status is replayed with `Idempotent-Replayed: true`; other parameters
//   are a 400 idempotency_error; while the first is on its way the second is a 409; a 400 is not saved.
// - Intents carry amount_capturable and amount_received, and are listed newest first, by time and page.
// - Captures, cancels and confirmations in the wrong state, and amounts above what is left, are refused with Stripe's codes.
// - Confirming with a payment method is done in two steps; pm_card_… names become payment methods.
// - Parameters that localstripe does not know and that change nothing here are taken off.
// - Faults: POST /_shim/fault {"fault": "drop-response" | "drop-request" | "500" | "timeout", "key": "…", "count": 1} hits
//   POSTs whose idempotency key is that one. GET /_shim/stats/KEY tells how often its effect was carried out.
//
// It is ours: it proves our client, not Stripe.
import http from "node:http";

const [, , port, upstream] = process.argv;
const CARDS = {
  pm_card_visa: "4242424242424242",
  pm_card_chargeDeclined: "4000000000000341",
  pm_card_authenticationRequired: "4000002500003155",
};
const UNKNOWN_THERE = ["automatic_payment_methods", "payment_method_options", "final_capture", "return_url"];
/** What was collected of an intent, by its id; localstripe does not tell it after a part was captured. */
const collected = new Map();
/** Ids of intents, oldest first. */
const intents = [];
/** Idempotency key → { signature, result, performed }. */
const keys = new Map();
const faults = [];

/** One request to localstripe: `{ status, body }`, the body parsed. */
function ask(method, path, authorization, form = new URLSearchParams()) {
  const body = method === "GET" ? "" : form.toString();
  const headers = {
    authorization,
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port: upstream, method, path, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        try {
          resolve({ status: answer.statusCode, body: JSON.parse(text) });
        } catch {
          resolve({ status: answer.statusCode, body: { error: { type: "api_error", message: text } } });
        }
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

const refuse = (status, code, message, param) => ({
  status,
  body: { error: { type: "invalid_request_error", message, ...(code && { code }), ...(param && { param }) } },
});
const wrongState = (status) =>
  refuse(400, "payment_intent_unexpected_state", `This PaymentIntent has a status of ${status}`);

/** An intent as Stripe would show it. */
function complete(intent) {
  const { id, status, amount, capture_method } = intent;
  if (status === "succeeded" && !collected.has(id)) collected.set(id, amount);
  return {
    ...intent,
    amount_capturable: status === "requires_capture" ? amount : 0,
    amount_received: collected.get(id) ?? 0,
    capture_method: capture_method === "automatic_async" ? "automatic" : capture_method,
  };
}

async function find(id, authorization) {
  const found = await ask("GET", `/v1/payment_intents/${id}?expand[]=latest_charge`, authorization);
  if (found.status === 404) return refuse(404, "resource_missing", `No such payment_intent: '${id}'`, "intent");
  return found.status === 200 ? { status: 200, body: complete(found.body) } : found;
}

/** Replaces a name such as pm_card_visa by a payment method. */
async function withCard(form, authorization) {
  const number = CARDS[form.get("payment_method")];
  if (!number) return;
  const card = new URLSearchParams({ type: "card", "card[number]": number, "card[cvc]": "123" });
  card.set("card[exp_month]", "12");
  card.set("card[exp_year]", "2034");
  const made = await ask("POST", "/v1/payment_methods", authorization, card);
  form.set("payment_method", made.body.id);
}

async function create(form, authorization) {
  await withCard(form, authorization);
  const made = await ask("POST", "/v1/payment_intents", authorization, form);
  if (made.status === 404) return refuse(404, "resource_missing", "No such PaymentMethod", "payment_method");
  if (made.status === 200) intents.push(made.body.id);
  return made.status === 200 ? { status: 200, body: complete(made.body) } : made;
}

async function confirm(id, form, authorization) {
  if (form.get("payment_method")) {
    await withCard(form, authorization);
    const update = new URLSearchParams({ payment_method: form.get("payment_method") });
    const updated = await ask("POST", `/v1/payment_intents/${id}`, authorization, update);
    if (updated.status !== 200) return updated;
    form.delete("payment_method");
  }
  const found = await find(id, authorization);
  if (found.status !== 200) return found;
  if (found.body.status !== "requires_confirmation") return wrongState(found.body.status);
  return perform(`/v1/payment_intents/${id}/confirm`, form, authorization);
}

async function capture(id, form, authorization) {
  const found = await find(id, authorization);
  if (found.status !== 200) return found;
  if (found.body.status !== "requires_capture") return wrongState(found.body.status);
  const amount = Number(form.get("amount_to_capture") ?? found.body.amount);
  if (amount > found.body.amount_capturable) return refuse(400, "amount_too_large", "More than can be captured");
  collected.set(id, amount);
  return perform(`/v1/payment_intents/${id}/capture`, form, authorization);
}

async function cancel(id, form, authorization) {
  const found = await find(id, authorization);
  if (found.status !== 200) return found;
  if (["succeeded", "canceled", "processing"].includes(found.body.status)) return wrongState(found.body.status);
  return perform(`/v1/payment_intents/${id}/cancel`, form, authorization);
}

/** Changes an intent and shows it as Stripe would. */
async function perform(path, form, authorization) {
  const changed = await ask("POST", path, authorization, form);
  return changed.status === 200 ? { status: 200, body: complete(changed.body) } : changed;
}

async function refund(form, authorization) {
  const id = form.get("payment_intent");
  const found = await find(id, authorization);
  if (found.status !== 200) return found;
  const received = found.body.amount_received;
  if (received === 0) return wrongState(found.body.status);
  const charge = found.body.latest_charge;
  const left = received - (charge.amount_refunded - (charge.amount - received));
  const amount = Number(form.get("amount") ?? left);
  if (amount > left) return refuse(400, undefined, `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`);
  return ask("POST", "/v1/refunds", authorization, form);
}

async function list(query, authorization) {
  const since = Number(query.get("created[gte]") ?? 0);
  const size = Number(query.get("limit") ?? 10);
  const newest = [...intents].reverse();
  const begin = query.has("starting_after") ? newest.indexOf(query.get("starting_after")) + 1 : 0;
  const found = await Promise.all(newest.slice(begin).map((id) => find(id, authorization)));
  const data = found.map(({ body }) => body).filter(({ created }) => created >= since);
  return { status: 200, body: { object: "list", data: data.slice(0, size), has_more: data.length > size } };
}

async function post(path, body, authorization) {
  const form = new URLSearchParams(body);
  for (const name of [...form.keys()]) {
    if (UNKNOWN_THERE.some((unknown) => name === unknown || name.startsWith(`${unknown}[`))) form.delete(name);
  }
  const [, , kind, id, what] = path.split("/");
  if (kind === "refunds") return refund(form, authorization);
  if (kind !== "payment_intents") return ask("POST", path, authorization, form);
  if (!id) return create(form, authorization);
  if (what === "confirm") return confirm(id, form, authorization);
  if (what === "capture") return capture(id, form, authorization);
  if (what === "cancel") return cancel(id, form, authorization);
  return ask("POST", path, authorization, form);
}

/** A POST with a key: once. */
async function once(key, path, body, authorization, fault) {
  const signature = `${path}\n${body}`;
  const before = keys.get(key);
  if (before && before.signature !== signature) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with: ${key}`;
    return { status: 400, body: { error: { type: "idempotency_error", message } } };
  }
  if (before && !before.result) {
    const message = "There is currently another in-progress request using this Idempotent Key";
    return { status: 409, body: { error: { type: "idempotency_error", code: "idempotency_key_in_use", message } } };
  }
  if (before) return { ...before.result, replayed: true };
  const entry = { signature, result: null };
  keys.set(key, entry);
  try {
    const result =
      fault === "500" ? { status: 500, body: { error: { type: "api_error", message: "injected" } } } : await post(path, body, authorization);
    if (result.status === 400) keys.delete(key);
    else entry.result = result;
    if (result.status < 300) performed.set(key, (performed.get(key) ?? 0) + 1);
    return result;
  } catch (error) {
    keys.delete(key);
    throw error;
  }
}
const performed = new Map();

/** The fault that waits for this key, taken off. */
function faultFor(key) {
  const index = faults.findIndex((fault) => fault.key === key);
  if (index < 0) return undefined;
  const { fault } = faults[index];
  faults.splice(index, 1);
  return fault;
}

async function answer(request, body, response) {
  const send = ({ status, body, replayed }) => {
    const headers = { "content-type": "application/json", "request-id": `req_${Math.random().toString(36).slice(2)}` };
    response.writeHead(status, { ...headers, ...(replayed && { "idempotent-replayed": "true" }) });
    response.end(JSON.stringify(body));
  };
  const url = new URL(request.url, "http://shim");
  const authorization = request.headers.authorization ?? "";
  if (url.pathname === "/_shim/fault") {
    const { fault, key, count = 1 } = JSON.parse(body);
    for (let index = 0; index < count; index += 1) faults.push({ fault, key });
    return send({ status: 200, body: {} });
  }
  if (url.pathname.startsWith("/_shim/stats/")) {
    const key = decodeURIComponent(url.pathname.slice("/_shim/stats/".length));
    return send({ status: 200, body: { performed: performed.get(key) ?? 0 } });
  }
  if (request.method === "GET") {
    const [, , kind, id] = url.pathname.split("/");
    if (kind === "payment_intents") return send(id ? await find(id, authorization) : await list(url.searchParams, authorization));
    return send(await ask("GET", request.url, authorization));
  }
  const key = request.headers["idempotency-key"];
  if (!key) return send(await post(url.pathname, body, authorization));
  const fault = faultFor(key);
  if (fault === "timeout") return undefined;
  if (fault === "drop-request") return response.socket.destroy();
  const result = await once(key, url.pathname, body, authorization, fault);
  if (fault === "drop-response") return response.socket.destroy();
  return send(result);
}

http
  .createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      answer(request, Buffer.concat(chunks).toString(), response).catch((error) => {
        response.writeHead(500, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: { type: "api_error", message: String(error) } }));
      });
    });
  })
  .listen(Number(port), "127.0.0.1");
