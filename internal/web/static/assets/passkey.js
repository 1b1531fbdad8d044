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
  }
}

async function run(form) {
  const button = form.querySelector("button");
  const fault = form.querySelector(".fault[role=alert]");
  button.disabled = true;
  fault.hidden = true;
  try {
    const fields = new URLSearchParams(new FormData(form));
    const { publicKey } = await ask(form.dataset.begin, fields);
    fields.delete("current");
    fields.set("credential", JSON.stringify(await credential(form.dataset.passkey, publicKey)));
    location.assign((await ask(form.dataset.finish, fields)).location);
  } catch (error) {
    fault.textContent = error.name === "NotAllowedError" ? "The browser was not asked to the end. Nothing was changed." : error.message;
    fault.hidden = false;
    button.disabled = false;
  }
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
