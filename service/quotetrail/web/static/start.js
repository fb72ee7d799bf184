// The start page: a pasted quote, the statements it may be a wording of, and the chain of the one that is chosen.

import { showChain } from "./chain.js";
import { element } from "./elements.js";

const form = document.getElementById("lookup");
const said = document.getElementById("said");
const statements = document.getElementById("statements");
const chain = document.getElementById("chain");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const speaker = form.speaker.value.trim() || null;
  await saying(async () => {
    const { found } = await asked("v1/lookup", { text: form.pasted.value, speaker });
    said.textContent = found.length ? "" : "No article here quotes these words.";
    list(
      found.map((hit) => ({
        id: hit.statement_id,
        text: hit.quote.text,
        about: `${hit.quote.speaker?.name ?? "unknown speaker"} · ${hit.relation} · ${Math.round(hit.score * 100)} %`,
      })),
    );
    if (found.length) {
      location.hash = found[0].statement_id;
    }
  });
});

window.addEventListener("hashchange", showChosen);
showWidest();
showChosen();

async function showWidest() {
  await saying(async () => {
    const { items } = await asked("v1/statements?limit=10");
    said.textContent = items.length ? "" : "Nothing is stored yet: post articles, or run the demo.";
    list(
      items.map((item) => ({
        id: item.id,
        text: item.text,
        about: `${item.speaker ?? "unknown speaker"} · ${item.appearances} × in ${item.outlets} ${item.outlets === 1 ? "outlet" : "outlets"}`,
      })),
    );
  });
}

async function showChosen() {
  const id = location.hash.slice(1);
  if (!id) {
    return;
  }
  await saying(async () => {
    showChain(chain, await asked(`v1/statements/${encodeURIComponent(id)}/chain`));
    chain.scrollIntoView({ behavior: "smooth" });
  });
}

function list(entries) {
  const items = entries.map(({ id, text, about }) =>
    element("li", {}, element("a", { href: `#${id}` }, text), element("span", { class: "sure" }, about)),
  );
  statements.replaceChildren(element("ul", {}, items));
}

async function saying(work) {
  try {
    await work();
  } catch (problem) {
    said.textContent = problem.message;
  }
}

async function asked(address, body) {
  const question = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(address, question);
  const content = await answer.json();
  if (!answer.ok) {
    throw new Error(content.detail);
  }
  return content;
}
