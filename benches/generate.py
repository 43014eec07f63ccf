"""Writes invented products as JSON lines of productSet inputs, the same for the same numbers.

    python3 benches/generate.py 10000 25000 > products.jsonl
"""

import json
import random
import sys

COLORS = ["Red", "Blue", "Green", "Black", "White", "Sand", "Grey", "Olive", "Plum", "Navy"]
SIZES = ["XS", "S", "M", "L", "XL"]
MATERIALS = ["Oak", "Linen", "Wool", "Steel", "Clay", "Glass", "Cork", "Paper", "Jute", "Brass"]
THINGS = ["Lamp", "Mug", "Chair", "Bag", "Towel", "Vase", "Shelf", "Clock", "Bowl", "Blanket"]
MOODS = ["Quiet", "Bright", "Sturdy", "Gentle", "Northern", "Folded", "Plain", "Evening"]


def options_of(count):
    """Two options whose values give at least `count` combinations."""
    sizes = min(len(SIZES), count)
    return COLORS[: -(-count // sizes)], SIZES[:sizes]


def product(number, variants, rng):
    material, thing, mood = rng.choice(MATERIALS), rng.choice(THINGS), rng.choice(MOODS)
    colors, sizes = options_of(variants)
    pairs = [(color, size) for color in colors for size in sizes][:variants]
    price = rng.randrange(5, 400)
    title = f"{mood} {material} {thing} {number}"
    return {
        "handle": f"bench-{number}",
        "title": title,
        "descriptionHtml": f"<p>{title}: made for measuring, with {variants} variants.</p>" * 3,
        "vendor": f"Vendor {number % 40}",
        "productType": thing,
        "category": f"Home > {material} > {thing}",
        "tags": [material.lower(), mood.lower(), f"tag-{number % 25}"],
        "status": "ACTIVE",
        "productOptions": [
            {"name": "Color", "values": [{"name": color} for color in dict.fromkeys(c for c, _ in pairs)]},
            {"name": "Size", "values": [{"name": size} for size in dict.fromkeys(s for _, s in pairs)]},
        ],
        "files": [
            {"originalSource": f"demo:{thing.lower()}?hue={number % 360}&seed={side}", "alt": title, "contentType": "IMAGE"}
            for side in range(3)
        ],
        "variants": [
            {
                "optionValues": [
                    {"optionName": "Color", "name": color},
                    {"optionName": "Size", "name": size},
                ],
                "price": f"{price + place}.00",
                "compareAtPrice": f"{price + place + 20}.00" if number % 4 == 0 else None,
                "sku": f"B{number}-{place}",
                "inventoryItem": {"tracked": True},
                "inventoryQuantities": [{"locationId": "Bench", "name": "available", "quantity": 1_000_000}],
            }
            for place, (color, size) in enumerate(pairs)
        ],
    }


def main():
    products, variants = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(7)
    # A fifth of the products has ten variants, as a product page in the figures does; the rest
    # shares what is left evenly.
    tens = min(products // 5, max(0, variants - products) // 9)
    left, others = variants - tens * 10, products - tens
    for number in range(products):
        if number < tens:
            count = 10
        else:
            place = number - tens
            count = left * (place + 1) // others - left * place // others
        json.dump(product(number, max(1, count), rng), sys.stdout, separators=(",", ":"))
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
