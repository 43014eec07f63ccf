// The example operations the server serves: [{ name, query, variables }].

const GROUPS = ["product", "listing", "search", "cart", "content", "shop"];

/**
 * Reads the examples in the order of their groups. Their title and explanation are the comment lines at the head of the query,
 * their group is the first word of the name (`cart-lines-add` → `cart`).
 */
export async function readExamples() {
  try {
    const response = await fetch("/playground/operations.json");
    return (await response.json()).map(describe).sort((one, other) => place(one) - place(other));
  } catch (error) {
    console.error("the example operations could not be read", error);
    return []; // the editor is of use without them
  }
}

function place({ group }) {
  const index = GROUPS.indexOf(group);
  return index < 0 ? GROUPS.length : index;
}

function describe({ name, query, variables }) {
  const head = query.split("\n").filter((line, index, all) => isHead(all, index));
  const [title = name, ...explanation] = head.map((line) => line.replace(/^#\s?/, ""));
  return { name, query, variables, title, explanation: explanation.join(" "), group: name.split("-")[0] };
}

function isHead(lines, index) {
  return lines.slice(0, index + 1).every((line) => line.startsWith("#"));
}
