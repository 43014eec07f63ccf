"""Measures how much one client that sends the dearest documents slows another down, for docs/benchmarks.md.

    cargo build --release
    python3 benches/overload.py [--products 2000 --variants 20000 --rate 20 --seconds 20]

Needs Python 3. One client sends each kind of dear document at the given rate, each time without waiting for
answers; another asks for a list of products ten times a second. Both come over loopback under addresses of
their own, which a header tells as a proxy would. The load generator runs on the same cores as the server.
"""

import argparse
import asyncio
import collections
import json
import pathlib
import sys
import tempfile
import time
import urllib.parse

from bench import ROOT, Server, fill, row

LIST = "{ products(first: 24) { nodes { id handle title vendor featuredImage { url } priceRange { minVariantPrice { amount } } } } }"
EVERYTHING = """id title handle description descriptionHtml vendor tags
  images(first: 250) { edges { cursor node { id url altText width height } } }
  options { id name optionValues { id name } }
  variants(first: 250) { edges { cursor node { id title sku availableForSale price { amount currencyCode }
    selectedOptions { name value } image { url } } } }"""
CART = "id totalQuantity cost { totalAmount { amount currencyCode } } lines(first: 250) { nodes { id cost { totalAmount { amount } } } }"


def dear_documents():
    """The dearest document of each kind that is accepted."""
    carts = " ".join(f"c{number}: cartCreate {{ cart {{ {CART} }} }}" for number in range(10))
    types = " ".join(f"t{number}: __schema {{ types {{ name description fields {{ name description args {{ name }} }} }} }}" for number in range(40))
    lists = " ".join(f"p{number}: products(first: 250) {{ nodes {{ id title variants(first: 2) {{ nodes {{ id title }} }} }} }}" for number in range(90))
    maps = " ".join(f"s{number}: sitemap(type: PRODUCT) {{ pagesCount {{ count }} }}" for number in range(99))
    titles = " ".join(f"t{number}: priceRange {{ minVariantPrice {{ amount }} }}" for number in range(8))
    return {
        "200 products with everything": f"{{ products(first: 200) {{ edges {{ node {{ {EVERYTHING} }} }} }} }}",
        "90 lists of 250 products": f"{{ {lists} }}",
        "the schema 40 times": f"{{ {types} }}",
        "99 site maps": f"{{ {maps} }}",
        "ten mutations of carts": f"mutation {{ {carts} }}",
        "a bomb of fragments": "{ shop { ...F0 } } " + " ".join(
            f"fragment F{level} on Shop {{ ...F{level + 1} ...F{level + 1} }}" for level in range(40)),
        "4,000 unknown fields": "{ " + " ".join(f"f{number}" for number in range(4_000)) + " }",
        # What runs without a turn: the dearest answer, and the longest document that is checked.
        "250 products in a small answer": f"{{ products(first: 250) {{ nodes {{ id title handle {titles} }} }} }}",
        "400 unknown fields": "{ " + " ".join(f"f{number}" for number in range(400)) + " }",
    }


async def ask(url, document, client):
    """Sends a document on a connection of its own; status, seconds and the code of the first error."""
    began = time.monotonic()
    body = json.dumps({"query": document}).encode()
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    writer.write(f"POST {url.path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\nx-forwarded-for: {client}\r\n"
                 f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
    status, first, size = 0, b"", 0
    try:
        while chunk := await reader.read(1 << 20):
            first = first or chunk
            size += len(chunk)
        status = int(first.split(b" ", 2)[1]) if first else 0
    except ConnectionError:
        pass
    writer.close()
    code = "answered" if b'"data":{' in first else first.partition(b'"code":"')[2].partition(b'"')[0].decode()
    return status, time.monotonic() - began, code or f"status {status}", size


async def measure(server, document, rate, seconds):
    url = urllib.parse.urlparse(server.url)
    outcomes, sent, waits = collections.Counter(), set(), []

    async def dear():
        _, _, code, _ = await ask(url, document, "198.51.100.1")
        outcomes[code] += 1

    async def attack():
        while True:
            task = asyncio.create_task(dear())
            sent.add(task)
            task.add_done_callback(sent.discard)
            await asyncio.sleep(1 / rate)

    attacker = asyncio.create_task(attack())
    await asyncio.sleep(2)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        status, waited, code, _ = await ask(url, LIST, "198.51.100.2")
        if status != 200 or code != "answered":
            sys.exit(f"a product list was answered with {status} {code}")
        waits.append(waited)
        await asyncio.sleep(max(0, 0.1 - waited))
    attacker.cancel()
    for task in sent:
        task.cancel()
    await asyncio.gather(*sent, return_exceptions=True)
    waits.sort()
    return 1000 * waits[int(len(waits) * 0.95)], outcomes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=str(ROOT / "target/release/souk"))
    parser.add_argument("--products", type=int, default=2_000)
    parser.add_argument("--variants", type=int, default=20_000)
    parser.add_argument("--rate", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=20)
    arguments = parser.parse_args()
    print("| figure | measured | wanted |\n|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        server = Server(arguments.binary, pathlib.Path(folder))
        server.env["SOUK__SERVER__CLIENT_ADDRESS_HEADER"] = "x-forwarded-for"
        fill(server, arguments)
        server.start()
        try:
            for name, document in dear_documents().items():
                p95, outcomes = asyncio.run(measure(server, document, arguments.rate, arguments.seconds))
                said = ", ".join(f"{count} {code}" for code, count in outcomes.most_common(3))
                row(f"product list beside {name} at {arguments.rate}/s, p95", f"{p95:.0f} ms ({said})", "< 200 ms")
            row("resident memory at most", f"{server.memory_mb('VmHWM'):.0f} MB", "")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
