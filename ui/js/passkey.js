// Passkeys: <form data-passkey="add|login" data-begin="…" data-finish="…">. The
// first address gives what to ask the browser, the second takes its answer and
// says where to go.
export function passkeys(root) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.querySelector("button").hidden = false;
    const without = form.querySelector("[data-without]");
    if (without) without.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
    if (form.dataset.passkey === "login" && root.querySelector("input[autocomplete~=webauthn]")) offer(form);
  }
}

async function run(form) {
  const button = form.querySelector("button");
  const fault = form.querySelector(".fault[role=alert]");
  button.disabled = true;
  fault.hidden = true;
  await offered.end();
  try {
    const fields = new URLSearchParams(new FormData(form));
    const { publicKey } = await ask(form.dataset.begin, fields);
    fields.delete("current");
    await finish(form, fields, await credential(form.dataset.passkey, publicKey));
  } catch (error) {
    fault.textContent = error.name === "NotAllowedError" ? "The browser was not asked to the end. Nothing was changed." : error.message;
    fault.hidden = false;
    button.disabled = false;
  }
}

// offer puts passkeys among what the browser fills into the field for the
// address, where it knows how. There is one question at a time: the button
// ends this one before it asks its own. An answer that the server no longer
// takes, because the page stood open for long, leads to the button's question.
let offered = { end: async () => {} };

async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const ended = new AbortController();
  const fields = new URLSearchParams(new FormData(form));
  const answer = ask(form.dataset.begin, fields).then(({ publicKey }) => navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey), mediation: "conditional", signal: ended.signal,
  })).catch(() => null); // nobody asked for anything yet, so there is nothing to say
  offered = { end: () => { ended.abort(); return answer; } };
  const chosen = await answer;
  if (chosen) await finish(form, fields, chosen).catch(() => run(form));
}

async function finish(form, fields, chosen) {
  fields.set("credential", JSON.stringify(chosen));
  location.assign((await ask(form.dataset.finish, fields)).location);
}

async function credential(kind, options) {
  if (kind === "add") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function ask(address, fields) {
  const response = await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? "That did not work. Load the page again and try once more.");
  return answer;
}
