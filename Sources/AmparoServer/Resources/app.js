// Extras over pages that work without them: find a figure, keys, word of newer entries, tables opened for print.
const words = (name) => document.querySelector(`meta[name="amparo-${name}"]`)?.content ?? "";

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const inLanguage = (path) => {
  const language = new URLSearchParams(location.search).get("lang");
  return language ? `${path}?lang=${encodeURIComponent(language)}` : path;
};

// Find a figure among all of the overview.
const figures = document.querySelector("section.figures");
let field = null;
if (figures) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  field = make("input", { type: "search", id: "find", autocomplete: "off" });
  const answer = make("span", { role: "status" });
  figures.querySelector("p").after(make("p", { class: "find" }, make("label", { for: "find" }, words("filter")), field, answer));
  field.addEventListener("input", () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const table of figures.querySelectorAll("table")) {
      let rows = 0;
      for (const row of table.tBodies[0].rows) {
        const text = plain(row.cells[0].textContent);
        row.hidden = !wanted.every((word) => text.includes(word));
        if (!row.hidden) rows += 1;
      }
      table.parentElement.hidden = rows === 0;
      found += rows;
    }
    answer.textContent = found === 0 ? words("filter.none") : "";
  });
}

// Keys. They can be switched off, for those whose voice or hand would press them unawares (WCAG 2.1.4).
const remembered = {
  get off() { try { return localStorage.getItem("amparo-keys") === "off"; } catch { return false; } },
  set off(value) { try { localStorage.setItem("amparo-keys", value ? "off" : "on"); } catch { /* not remembered */ } },
};
const box = make("input", { type: "checkbox" });
box.checked = !remembered.off;
box.addEventListener("change", () => { remembered.off = !box.checked; });
const close = make("button", { type: "button" }, words("help.close"));
// Where casework is, the keys lead through it; elsewhere through the overview.
const casework = (name) => document.querySelector(`nav.casework a[data-key="${name}"]`)?.getAttribute("href");
const keys = casework("today")
  ? [["/", "help.search"], ["g t", "help.today"], ["g c", "help.week"], ["g h", "help.handoffs"],
    ["Ctrl Enter", "help.send"], ["Esc Esc", "help.hide"], ["?", "help.help"]]
  : [["/", "help.filter"], ["g t", "help.overview"], ["g i", "help.ingests"], ["?", "help.help"]];
const list = make("dl");
for (const [key, word] of keys) list.append(make("dt", {}, make("kbd", {}, key)), make("dd", {}, words(word)));
const help = make("dialog", { "aria-labelledby": "keys" },
  make("h2", { id: "keys" }, words("help")), list,
  make("p", {}, make("label", {}, box, ` ${words("help.on")}`)), close);
close.addEventListener("click", () => help.close());
document.body.append(help);
const opener = make("button", { type: "button" }, words("help"));
opener.addEventListener("click", () => help.showModal());
document.querySelector("footer .inner")?.append(opener);

let before = "";
document.addEventListener("keydown", (event) => {
  if (casework("today") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest?.("form[method=post]")?.requestSubmit();
    return;
  }
  // Somebody comes in: twice Escape, wherever one is, and the public overview is there; the way back does not lead here.
  if (casework("today") && event.key === "Escape" && !help.open) {
    if (before === "Escape") {
      document.body.hidden = true;
      location.replace(inLanguage("/"));
    }
    before = "Escape";
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || !box.checked) return;
  if (event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]")) return;
  const go = { t: casework("today") ?? inLanguage("/"), i: inLanguage("/ingests"), c: casework("week"), h: casework("handoffs") };
  const search = field ?? document.querySelector("form.search input[type=search]");
  if (before === "g" && go[event.key]) location.assign(go[event.key]);
  else if (event.key === "?") help.showModal();
  else if (event.key === "/" && search) { event.preventDefault(); search.focus(); }
  else if (event.key === "/" && casework("search")) { event.preventDefault(); location.assign(casework("search")); }
  before = event.key;
});

// Word of newer entries: only that there are some, once a minute, while the page is looked at.
const size = Number(document.documentElement.dataset.logSize);
if (Number.isFinite(size) && size >= 0) {
  const live = make("div", { role: "status" });
  document.body.append(live);
  const timer = setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const health = await (await fetch("/healthz", { cache: "no-store" })).json();
      if (typeof health.logSize !== "number" || health.logSize <= size) return;
      clearInterval(timer);
      const again = make("button", { type: "button" }, words("reload"));
      again.addEventListener("click", () => location.reload());
      live.append(make("p", { class: "changed" }, `${words("changed")} `, again));
    } catch { /* the next minute may answer */ }
  }, 60_000);
}

// Word of something newer than an open page of casework shows: only that. To see it is to ask again, and nothing that is being
// typed is taken away.
const page = document.querySelector("main[data-live]");
if (page && "EventSource" in globalThis) {
  const news = make("div", { role: "status" });
  document.body.append(news);
  const source = new EventSource(page.dataset.live);
  const tell = (word, act) => {
    source.close();
    const line = make("p", { class: "changed" }, `${words(word)} `);
    if (act) {
      const again = make("button", { type: "button" }, words("reload"));
      again.addEventListener("click", () => location.reload());
      line.append(again);
    }
    news.replaceChildren(line);
  };
  source.addEventListener("changed", () => tell("newer", true));
  source.addEventListener("ended", () => tell("ended", false));
  addEventListener("pagehide", () => source.close());
}

// Passkeys: their forms are there for browsers that have them, and are sent with what the authenticator answers.
const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) => bytes
  ? btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : "";
const passkeyForms = "PublicKeyCredential" in globalThis ? document.querySelectorAll("form[data-passkey]") : [];
for (const form of passkeyForms) {
  form.hidden = false;
  const { passkey, challenge, site, user, account, ids } = form.dataset;
  const known = ids.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: fromText(id) }));
  const common = { challenge: fromText(challenge), timeout: 120_000 };
  const ask = passkey === "create"
    ? () => navigator.credentials.create({ publicKey: {
      ...common, rp: { id: site, name: "Amparo" }, user: { id: fromText(user), name: account, displayName: account },
      pubKeyCredParams: [-7, -8].map((alg) => ({ type: "public-key", alg })), excludeCredentials: known,
      authenticatorSelection: { residentKey: "required", userVerification: "required" }, attestation: "none" } })
    : () => navigator.credentials.get({ publicKey: {
      ...common, rpId: site, userVerification: "required", allowCredentials: known } });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = form.querySelector("[data-fault]");
    fault.hidden = true;
    try {
      const answer = await ask();
      const said = answer.response;
      const fill = {
        key: answer.rawId, client: said.clientDataJSON, authenticator: said.attestationObject ?? said.authenticatorData,
        signature: said.signature, user: said.userHandle,
      };
      for (const [name, bytes] of Object.entries(fill)) form.elements.namedItem(name).value = toText(bytes);
      form.submit();
    } catch {
      fault.hidden = false;
    }
  });
}

// On paper every table is open.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const one of closed) one.open = true;
});
addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
