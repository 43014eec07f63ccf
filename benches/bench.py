"""Measures souk over loopback and prints the table of docs/benchmarks.md.

    cargo build --release
    python3 benches/bench.py [--products 10000 --variants 25000] [--only page,listing,cart,import]

Needs Python 3 and vegeta (https://github.com/tsenart/vegeta). The server runs alone on a fresh data
folder; CPU time is the server's own, read from the kernel, so the load generator beside it and a
noisy machine change it little.
"""

import argparse
import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")

PAGE = """query Page($handle: String!) { product(handle: $handle) {
  id handle title description descriptionHtml vendor productType tags availableForSale publishedAt updatedAt
  seo { title description }
  priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
  featuredImage { url altText width height }
  images(first: 5) { nodes { url altText } }
  options { id name optionValues { name } }
  variants(first: 10) { nodes { id title availableForSale sku
    price { amount currencyCode } compareAtPrice { amount } selectedOptions { name value } } }
} }"""
LISTING = """query Listing($filters: [ProductFilter!], $key: ProductCollectionSortKeys, $reverse: Boolean) {
  collection(handle: "bench") { title products(first: 24, filters: $filters, sortKey: $key, reverse: $reverse) {
    filters { id label type values { id label count input } }
    pageInfo { hasNextPage endCursor }
    nodes { id handle title vendor availableForSale featuredImage { url altText }
      priceRange { minVariantPrice { amount currencyCode } } }
} } }"""
ADD = """mutation Add($cart: ID!, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $cart, lines: $lines) {
  cart { id totalQuantity cost { totalAmount { amount currencyCode } }
    lines(first: 20) { nodes { id quantity cost { totalAmount { amount } } merchandise { ... on ProductVariant { id title } } } } }
  userErrors { code message } warnings { code } } }"""


class Server:
    """A souk server on a data folder."""

    def __init__(self, binary, data_dir):
        self.env = os.environ | {
            "SOUK__DATA_DIR": str(data_dir),
            "SOUK__DEMO": "false",
            "SOUK__SERVER__LISTEN": "127.0.0.1:0",
            "SOUK__LIMITS__CLIENT_WRITTEN_BYTES": "0",  # all buyers of the load come from one address
        }
        self.binary, self.data_dir = binary, data_dir
        self.process, self.url = None, None

    def run(self, *arguments, check=True):
        return subprocess.run([self.binary, *arguments], env=self.env, check=check, capture_output=True, text=True)

    def start(self):
        """Starts it; returns the seconds until its first answer."""
        started = time.monotonic()
        self.log = open(self.data_dir / "bench.log", "w+")
        self.process = subprocess.Popen([self.binary], env=self.env, stdout=self.log, stderr=self.log)
        while True:
            time.sleep(0.005)
            text = pathlib.Path(self.log.name).read_text()
            found = re.search(r"http://(127\.0\.0\.1:\d+)", text)
            if found:
                self.url = f"http://{found.group(1)}/graphql"
                self.ask("{ shop { name } }")
                return time.monotonic() - started
            if self.process.poll() is not None or time.monotonic() - started > 60:
                sys.exit(f"the server did not start:\n{text}")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def ask(self, query, variables=None, token=None):
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        answer = json.load(urllib.request.urlopen(urllib.request.Request(self.url, body, headers)))
        if answer.get("errors"):
            sys.exit(f"error in an answer: {answer['errors'][0]}")
        return answer["data"]

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self, what="VmRSS"):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", status).group(1)) / 1024


def attack(server, bodies, seconds, rate=0):
    """Sends the bodies in turn; returns requests, server CPU seconds, p95 in ms and rate."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as targets:
        for body in bodies:
            target = {
                "method": "POST",
                "url": server.url,
                "header": {"Content-Type": ["application/json"], "Accept-Encoding": ["identity"]},
                "body": base64.b64encode(json.dumps(body).encode()).decode(),
            }
            targets.write(json.dumps(target) + "\n")
        targets.flush()
        before = server.cpu_seconds()
        load = ["vegeta", "attack", "-format=json", f"-targets={targets.name}", f"-rate={rate}", f"-duration={seconds}s"]
        load += ["-max-workers=8", "-workers=8"] if rate == 0 else ["-max-workers=64"]
        results = subprocess.run(load, check=True, capture_output=True).stdout
        cpu = server.cpu_seconds() - before
    report = json.loads(subprocess.run(["vegeta", "report", "-type=json"], input=results, check=True, capture_output=True).stdout)
    if report["success"] < 1:
        sys.exit(f"answers failed: {report['status_codes']} {report['errors']}")
    return report["requests"], cpu, report["latencies"]["95th"] / 1e6, report["rate"]


def row(name, figure, wanted):
    print(f"| {name} | {figure} | {wanted} |", flush=True)


def fill(server, arguments):
    """Imports the catalogue and makes the collection of everything."""
    source = server.data_dir / "products.jsonl"
    with open(source, "w") as out:
        generate = [sys.executable, str(ROOT / "benches/generate.py"), str(arguments.products), str(arguments.variants)]
        subprocess.run(generate, stdout=out, check=True)
    scopes = "write_products,write_inventory,write_locations"
    token = server.run("token", "--scopes", scopes).stdout.strip()
    server.start()
    server.ask('mutation { locationAdd(input: {name: "Bench", address: {countryCode: US}}) { userErrors { message } } }', token=token)
    made = server.ask(
        """mutation { collectionCreate(collection: {title: "Bench", handle: "bench",
        ruleSet: {appliedDisjunctively: false, rules: [{column: VARIANT_PRICE, relation: GREATER_THAN, condition: "0"}]}}) {
        userErrors { message } } }""", token=token)
    assert not made["collectionCreate"]["userErrors"], made
    server.stop()
    started = time.monotonic()
    server.run("import", str(source))
    return time.monotonic() - started


def measure_page(server, seconds):
    handles = [f"bench-{number}" for number in range(2_000)]
    bodies = [{"query": PAGE, "variables": {"handle": handle}} for handle in handles]
    attack(server, bodies, 2)
    requests, cpu, p95, rate = attack(server, bodies, seconds)
    row("product page, requests per CPU-second", f"{requests / cpu:,.0f} ({rate:,.0f}/s, p95 {p95:.1f} ms)", "≥ 2,500")


def listing_bodies():
    bodies = []
    for vendor in range(40):
        for key, reverse in [("BEST_SELLING", False), ("PRICE", False), ("PRICE", True), ("TITLE", False), ("CREATED", True)]:
            filters = [[], [{"productVendor": f"Vendor {vendor}"}], [{"available": True}, {"price": {"min": 50, "max": 50 + 5 * vendor}}]]
            filters = filters[(vendor + reverse) % 3]
            bodies.append({"query": LISTING, "variables": {"filters": filters, "key": key, "reverse": reverse}})
    return bodies


def measure_listing(server, seconds):
    bodies = listing_bodies()
    attack(server, bodies, 2, 100)
    requests, cpu, p95, _ = attack(server, bodies, seconds, 200)
    row("listing of 24 with facets at 200/s, CPU each", f"{1000 * cpu / requests:.2f} ms", "≤ 2 ms")
    row("listing of 24 with facets at 200/s, p95", f"{p95:.1f} ms", "< 20 ms")


def measure_cart(server, seconds):
    variants = []
    for number in range(0, 200):
        found = server.ask("query($h: String!) { product(handle: $h) { variants(first: 1) { nodes { id } } } }", {"h": f"bench-{number}"})
        variants.append(found["product"]["variants"]["nodes"][0]["id"])
    bodies = []
    for number in range(400):
        lines = [{"merchandiseId": variants[number % 200], "quantity": 1}]
        made = server.ask("mutation($l: [CartLineInput!]) { cartCreate(input: {lines: $l}) { cart { id } } }", {"l": lines})
        cart = made["cartCreate"]["cart"]["id"]
        more = [{"merchandiseId": variants[(number + 1 + number // 200) % 200], "quantity": 1}]
        bodies.append({"query": ADD, "variables": {"cart": cart, "lines": more}})
    requests, cpu, p95, rate = attack(server, bodies, seconds)
    row("cartLinesAdd per CPU-second", f"{requests / cpu:,.0f} ({rate:,.0f}/s, p95 {p95:.1f} ms)", "≥ 500")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=str(ROOT / "target/release/souk"))
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--variants", type=int, default=25_000)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--only", default="page,listing,cart,start,memory")
    arguments = parser.parse_args()
    only = arguments.only.split(",")
    print("| figure | measured | wanted |\n|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        server = Server(arguments.binary, pathlib.Path(folder))
        seconds = fill(server, arguments)
        row(f"import of {arguments.products:,} products, {arguments.variants:,} variants", f"{seconds:.1f} s", "50,000 and 100,000 in < 60 s")
        start = server.start()
        row("start to first answer, filled shop", f"{start:.2f} s", "< 1 s")
        for name, measure in [("page", measure_page), ("listing", measure_listing), ("cart", measure_cart)]:
            if name in only:
                measure(server, arguments.seconds)
        row("resident memory after the above", f"{server.memory_mb():.0f} MB", "< 150 MB")
        server.stop()


if __name__ == "__main__":
    main()
