"""Measures whole guest checkouts and a flash sale over loopback, for the table of docs/benchmarks.md.

    cargo build --release
    python3 benches/checkout.py                                               # SQLite
    tests/services/postgres.sh run python3 benches/checkout.py --postgres     # PostgreSQL

Needs Python 3. The load generator runs on the same cores as the server. CPU time is that of the
server and of PostgreSQL with all its processes, read from the kernel.
"""

import argparse
import asyncio
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

from bench import ROOT, TICKS, Server, row

FIELDS = "cart { id cost { totalAmount { amount currencyCode } } } userErrors { code message }"
CREATE = f"mutation($input: CartInput) {{ it: cartCreate(input: $input) {{ {FIELDS} }} }}"
ADDRESS = """mutation($id: ID!, $addresses: [CartSelectableAddressInput!]!) {
  it: cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses) { cart { id deliveryGroups(first: 2) { nodes { id
    deliveryOptions { handle title estimatedCost { amount } } } } } userErrors { code message } } }"""
CHOOSE = f"""mutation($id: ID!, $ways: [CartSelectedDeliveryOptionInput!]!) {{
  it: cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: $ways) {{ {FIELDS} }} }}"""
PAY = """mutation($id: ID!, $payment: CartPaymentInput!) {
  it: cartPaymentUpdate(cartId: $id, payment: $payment) { cart { id } userErrors { code message } } }"""
SUBMIT = """mutation($id: ID!, $token: String!) { it: cartSubmitForCompletion(cartId: $id, attemptToken: $token) {
  result { __typename ... on SubmitSuccess { attemptId } ... on SubmitFailed { errors { code } } } userErrors { code message } } }"""
OUTCOME = """query($id: String!) { it: cartCompletionAttempt(attemptId: $id) { __typename
  ... on CartCompletionFailed { errors { code } } ... on CartCompletionSuccess { orderId } } }"""
ZONE = """mutation { deliveryZoneCreate(zone: {name: "Bench", countries: [{code: "US"}], methods: [
  {name: "Standard", rates: [{price: {amount: "5", currencyCode: "USD"}, freeFrom: "500"}]},
  {name: "Express", rates: [{price: {amount: "20", currencyCode: "USD"}}]}]}) { userErrors { message } } }"""
TAX = """mutation { taxZoneCreate(zone: {name: "Bench", countries: [{code: "US"}], rates: [
  {title: "Sales tax", rate: "8"}]}) { userErrors { message } } }"""
SET = """mutation($input: ProductSetInput!) { productSet(input: $input) {
  product { variants(first: 1) { nodes { id } } } userErrors { code message } } }"""
PLACE = {"address": {"deliveryAddress": {"firstName": "Ada", "lastName": "Lovelace", "address1": "1 Way", "city": "New York",
         "provinceCode": "NY", "countryCode": "US", "zip": "10001"}}, "selected": True}
BILLING = {"firstName": "Ada", "lastName": "Lovelace", "address1": "1 Way", "city": "New York", "country": "US", "zip": "10001"}


class Client:
    """One connection that is kept open."""

    def __init__(self, url):
        self.url = urllib.parse.urlparse(url)
        self.head = f"POST {self.url.path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: "

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection(self.url.hostname, self.url.port)
        return self

    async def ask(self, query, **variables):
        body = json.dumps({"query": query, "variables": variables})
        self.writer.write(f"{self.head}{len(body)}\r\n\r\n{body}".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        answer = json.loads(await self.reader.readexactly(length))
        if answer.get("errors"):
            sys.exit(f"error in an answer: {answer['errors'][0]}")
        if answer["data"]["it"].get("userErrors"):
            sys.exit(f"refused: {answer['data']['it']['userErrors'][0]}")
        return answer["data"]["it"]

    async def fill(self, variants):
        """A cart that is ready to be submitted."""
        lines = [{"merchandiseId": variant, "quantity": 1} for variant in variants]
        cart = (await self.ask(CREATE, input={"lines": lines, "buyerIdentity": {"email": "ada@example.com"}}))["cart"]["id"]
        group = (await self.ask(ADDRESS, id=cart, addresses=[PLACE]))["cart"]["deliveryGroups"]["nodes"][0]
        way = {"deliveryGroupId": group["id"], "deliveryOptionHandle": group["deliveryOptions"][0]["handle"]}
        total = (await self.ask(CHOOSE, id=cart, ways=[way]))["cart"]["cost"]["totalAmount"]
        payment = {"amount": total, "directPaymentMethod": {"sessionId": "test_ok", "billingAddress": BILLING}}
        await self.ask(PAY, id=cart, payment=payment)
        return cart

    async def submit(self, cart):
        return (await self.ask(SUBMIT, id=cart, token=str(uuid.uuid4())))["result"]

    async def outcome(self, submitted):
        """How an attempt ends; asked again until it does."""
        while True:
            found = await self.ask(OUTCOME, id=submitted["attemptId"])
            if found["__typename"] != "CartCompletionProcessing":
                return found
            await asyncio.sleep(0.05)


class Cpu:
    """CPU seconds of the server and of PostgreSQL with its children."""

    def __init__(self, server, postgres):
        self.server, self.postgres = server, postgres

    def seconds(self):
        return self.server.cpu_seconds() + (tree_seconds(self.postgres) if self.postgres else 0)


def tree_seconds(root):
    total = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, fields = int(stat.parent.name), stat.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if pid == root or int(fields[1]) == root:
            reaped = (int(fields[13]) + int(fields[14])) if pid == root else 0
            total += int(fields[11]) + int(fields[12]) + reaped
    return total / TICKS


def product(server, token, handle, units):
    stock = [{"locationId": "Bench", "name": "available", "quantity": units}]
    variant = {"price": "19.90", "inventoryItem": {"tracked": True}, "inventoryQuantities": stock,
               "optionValues": [{"optionName": "Title", "name": "Default Title"}]}
    options = [{"name": "Title", "values": [{"name": "Default Title"}]}]
    made = server.ask(SET, {"input": {"title": handle, "handle": handle, "status": "ACTIVE", "productOptions": options, "variants": [variant]}}, token)
    assert not made["productSet"]["userErrors"], made
    return made["productSet"]["product"]["variants"]["nodes"][0]["id"]


def furnish(server):
    """A shop with a location, a zone, a tax, 50 products of which there are plenty, and one that is scarce."""
    scopes = "write_products,write_inventory,write_locations,write_shipping,write_taxes,read_inventory,read_orders"
    token = server.run("token", "--scopes", scopes).stdout.strip()
    server.start()
    server.ask('mutation { locationAdd(input: {name: "Bench", address: {countryCode: US}}) { userErrors { message } } }', token=token)
    for mutation in (ZONE, TAX):
        made = server.ask(mutation, token=token)
        assert not next(iter(made.values()))["userErrors"], made
    plenty = [product(server, token, f"plenty-{number}", 1_000_000) for number in range(50)]
    return token, plenty, product(server, token, "scarce", 100)


async def checkouts(server, cpu, plenty, seconds, connections):
    """Whole checkouts by so many buyers, one after another each."""
    clients = [await Client(server.url).open() for _ in range(connections)]
    done, spent = 0, []

    async def buy(number, until):
        nonlocal done
        turn = number
        while time.monotonic() < until:
            began = time.monotonic()
            cart = await clients[number].fill([plenty[turn % 50], plenty[(turn * 7 + 1 + turn % 49) % 50]])
            outcome = await clients[number].outcome(await clients[number].submit(cart))
            assert outcome["__typename"] == "CartCompletionSuccess", outcome
            spent.append(time.monotonic() - began)
            done, turn = done + 1, turn + connections
    await asyncio.gather(*(buy(number, time.monotonic() + 2) for number in range(connections)))
    done, spent = 0, []
    before, began = cpu.seconds(), time.monotonic()
    await asyncio.gather(*(buy(number, began + seconds) for number in range(connections)))
    elapsed, used = time.monotonic() - began, cpu.seconds() - before
    spent.sort()
    return done / elapsed, 1000 * used / done, 1000 * spent[int(len(spent) * 0.95)]


def is_sold_out(outcome):
    return outcome.get("errors", [{}])[0].get("code") in ("MERCHANDISE_OUT_OF_STOCK", "INVENTORY_RESERVATION_ERROR")


async def flash(server, cpu, scarce, buyers):
    """So many buyers of 100 units, all at once; then the CPU time of a refusal."""
    clients = [await Client(server.url).open() for _ in range(buyers)]
    carts, late = [], []
    for at in range(0, buyers + 500, 16):
        more = range(at, min(at + 16, buyers + 500))
        carts += await asyncio.gather(*(clients[number % buyers].fill([scarce]) for number in more))
    carts, late = carts[:buyers], carts[buyers:]
    answers, ends = [], []

    async def buy(client, cart, began):
        submitted = await client.submit(cart)
        answers.append(time.monotonic() - began)
        # Who comes too late is told at once; who comes at the same time as the last buyer, by the attempt.
        outcome = submitted if submitted["__typename"] == "SubmitFailed" else await client.outcome(submitted)
        ends.append(time.monotonic() - began)
        return outcome
    began = time.monotonic()
    outcomes = await asyncio.gather(*(buy(client, cart, began) for client, cart in zip(clients, carts)))
    before = cpu.seconds()
    for at in range(0, len(late), 16):
        group = zip(clients[:16], late[at : at + 16])
        refused = await asyncio.gather(*(buy(client, cart, time.monotonic()) for client, cart in group))
        assert all(is_sold_out(it) for it in refused), refused
    refusal = 1000 * (cpu.seconds() - before) / len(late)
    won = [it for it in outcomes if it["__typename"] == "CartCompletionSuccess"]
    lost = [it for it in outcomes if is_sold_out(it)]
    answers, ends = sorted(answers[:buyers]), ends[:buyers]
    return len(won), len(lost), answers[int(buyers * 0.99)], max(ends), refusal


def verify(server, token):
    """Levels, ledger and reservations agree: nothing was oversold."""
    found = server.ask("{ inventoryVerify { __typename } }", token=token)
    assert found["inventoryVerify"] == [], found


def on_postgres(server):
    """Lets the server use databases of its own on the PostgreSQL of SOUK_TEST_POSTGRES; returns its process."""
    url = os.environ["SOUK_TEST_POSTGRES"]
    sql = lambda statement: subprocess.run(["psql", "--no-psqlrc", "-Atc", statement, url], check=True, capture_output=True, text=True).stdout.strip()
    for name in ("catalog", "inventory", "cart", "orders", "customers"):
        database = f"bench_{name}_{uuid.uuid4().hex[:8]}"
        sql(f"CREATE DATABASE {database}")
        server.env[f"SOUK__DATABASE__{name.upper()}__URL"] = urllib.parse.urlparse(url)._replace(path=f"/{database}").geturl()
    return int(sql("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=str(ROOT / "target/release/souk"))
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--buyers", type=int, default=1_000)
    parser.add_argument("--postgres", action="store_true", help="use the server of SOUK_TEST_POSTGRES")
    arguments = parser.parse_args()
    print("| figure | measured | wanted |\n|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        server = Server(arguments.binary, pathlib.Path(folder))
        postgres = None
        if arguments.postgres:
            child = on_postgres(server)
            postgres = int(pathlib.Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[1])
        try:
            token, plenty, scarce = furnish(server)
            cpu = Cpu(server, postgres)
            where, wanted = ("PostgreSQL", "≥ 60") if postgres else ("SQLite", "≥ 80")
            rate, used, p95 = asyncio.run(checkouts(server, cpu, plenty, arguments.seconds, arguments.connections))
            row(f"whole checkouts per second, {where}", f"{rate:.0f} (p95 {p95:.0f} ms)", wanted)
            row(f"CPU of a whole checkout, server and database, {where}", f"{used:.2f} ms", "≤ 5 ms")
            won, lost, first, last, refusal = asyncio.run(flash(server, cpu, scarce, arguments.buyers))
            row(f"flash sale of 100 units to {arguments.buyers:,} buyers, {where}", f"{won} orders, {lost} refusals", "100 orders, 900 refusals")
            row("first answer p99, last outcome", f"{first:.2f} s, {last:.2f} s", "< 1 s, < 5 s")
            row("CPU of a refusal, from submission to outcome", f"{refusal:.2f} ms", "≤ 2 ms")
            verify(server, token)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
