// Examples that need an id of this shop (a cart, one of its lines) write `{{Cart}}`, `{{CartLine}}` …
// in their variables. It stands for the id of that type that was last seen in an answer.

const GID = /^gid:\/\/[^/]+\/(\w+)\/.+$/;
const lastSeen = new Map();

/** Notes every id in `data`. Of several ids of one type the first in the answer counts. */
export function remember(data) {
  const seen = new Map();
  collect(data, seen);
  for (const [type, id] of seen) lastSeen.set(type, id);
}

/** The variables as text for the editor, with what is known filled in. */
export function fillIn(variables) {
  if (!variables || Object.keys(variables).length === 0) return "";
  const text = JSON.stringify(variables, null, 2);
  return text.replace(/\{\{(\w+)\}\}/g, (whole, type) => lastSeen.get(type) ?? whole);
}

function collect(value, seen) {
  if (typeof value === "string") {
    const type = GID.exec(value)?.[1];
    if (type && !seen.has(type)) seen.set(type, value);
  } else if (value && typeof value === "object") {
    for (const child of Object.values(value)) collect(child, seen);
  }
}
