// A chain as a picture: appearances from top to bottom in order of time, and an arc from each to what it came from.

import { element, shape } from "./elements.js";

const GUTTER = 120; // pixels kept free for the arcs, left of the cards
const RADIUS = 7;
const NARROWEST = 24; // how far the shortest arc swings out
const WIDEST = GUTTER - 2 * RADIUS;

/** Puts the chain into `place`, and draws it again whenever its size changes. */
export function showChain(place, chain) {
  const origin = originCard(chain);
  const cards = new Map(chain.appearances.map((appearance) => [appearance.quote_id, card(appearance, chain)]));
  const picture = shape("svg", { width: GUTTER, "aria-hidden": "true" });
  const list = element("ol", { class: "appearances" }, origin, ...cards.values());
  const frame = element("div", { class: "chain" }, picture, list);
  const notes = element("ul", { class: "notes" }, chain.notes.map((note) => element("li", {}, note)));
  place.replaceChildren(element("h2", {}, "The way of the words"), frame, notes, legend());
  new ResizeObserver(() => draw(picture, frame, chain, origin, cards)).observe(frame);
}

function originCard(chain) {
  const { speaker, venue, confidence, evidence } = chain.origin;
  return element(
    "li",
    { class: "origin" },
    element("strong", {}, speaker ?? "Somebody the articles do not name"),
    venue ? `, ${venue}` : null,
    element("span", { class: "sure" }, sure(confidence)),
    reasons(evidence),
  );
}

function card(appearance, chain) {
  const link = chain.links.find((each) => each.appearance === appearance.quote_id);
  const changed = link?.drift.some((change) => change.kind !== "equal");
  return element(
    "li",
    { class: `appearance ${appearance.type}`, "data-quote": appearance.quote_id },
    element(
      "p",
      { class: "where" },
      element("strong", {}, appearance.outlet ?? appearance.article_id),
      element("time", {}, appearance.published ? moment(appearance.published) : "undated"),
      appearance.quote_id === chain.first_seen ? element("span", { class: "badge" }, "first seen here") : null,
    ),
    element("blockquote", {}, changed ? drift(link.drift) : appearance.text),
    link ? source(link, chain) : null,
  );
}

function source(link, chain) {
  const from = chain.appearances.find((each) => each.quote_id === link.source);
  const name = from ? (from.outlet ?? from.article_id) : link.source_name;
  if (!name) {
    return element("p", { class: "source" }, "Nothing says where this came from.", reasons(link.evidence));
  }
  const relation = link.relation ? `${link.relation}, ` : "";
  const direction = link.direction === "open" ? "or the other way round, " : "";
  return element(
    "p",
    { class: "source" },
    "from ",
    element("strong", {}, name),
    element("span", { class: "sure" }, `${relation}${direction}${sure(link.confidence)}`),
    reasons(link.evidence),
  );
}

function reasons(evidence) {
  if (!evidence.length) {
    return null;
  }
  return element(
    "details",
    {},
    element("summary", {}, "Why"),
    element("ul", {}, evidence.map((each) => element("li", {}, `${each.kind}: ${each.text}`))),
  );
}

function drift(changes) {
  return changes.flatMap(({ kind, before, after }) => {
    const words = [];
    if (kind === "equal") {
      words.push(element("span", {}, after));
    }
    if (kind === "delete" || kind === "replace") {
      words.push(element("del", {}, before));
    }
    if (kind === "insert" || kind === "replace") {
      words.push(element("ins", {}, after));
    }
    return words.flatMap((word) => [word, " "]);
  });
}

function draw(picture, frame, chain, origin, cards) {
  const top = frame.getBoundingClientRect().top;
  const middle = (item) => {
    const box = item.getBoundingClientRect();
    return box.top - top + Math.min(box.height / 2, 28);
  };
  const links = new Map(chain.links.map((link) => [link.appearance, link]));
  picture.setAttribute("height", frame.clientHeight);
  picture.replaceChildren(
    ...[...cards].map(([quote, item]) => arc(middle(item), links.get(quote), { origin, cards, middle })),
    shape("circle", { class: "dot origin", cx: GUTTER - RADIUS, cy: middle(origin), r: RADIUS }),
    ...[...cards.values()].map((item) =>
      shape("circle", { class: "dot", cx: GUTTER - RADIUS, cy: middle(item), r: RADIUS }),
    ),
  );
}

function arc(to, link, { origin, cards, middle }) {
  const known = link?.source ? cards.get(link.source) : null;
  const from = middle(known ?? origin);
  const swing = Math.min(WIDEST, NARROWEST + Math.abs(to - from) / 4);
  const x = GUTTER - RADIUS;
  const kinds = ["arc", known ? (link.relation ?? "unknown") : "spoken", link?.direction ?? "open"];
  return shape("path", {
    class: kinds.join(" "),
    d: `M ${x} ${from} C ${x - swing} ${from}, ${x - swing} ${to}, ${x} ${to}`,
  });
}

function legend() {
  const entries = [
    ["spoken", "as heard from the speaker, or from somebody without an article here"],
    ["verbatim", "word for word"],
    ["truncated", "a part of it"],
    ["edited", "some words changed"],
    ["reworded", "said in other words"],
  ];
  return element(
    "ul",
    { class: "legend" },
    entries.map(([kind, meaning]) => element("li", { class: kind }, `${kind}: ${meaning}`)),
    element("li", { class: "open" }, "dashed: the evidence does not settle the direction"),
  );
}

function sure(confidence) {
  return ` ${Math.round(confidence * 100)} % sure`;
}

function moment(published) {
  return new Date(published).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
