// Credentials with a proof inside: issued and verified by packages.
import * as bazaarVC from "@digitalbazaar/vc";
import * as creditVC from "@digitalcredentials/vc";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import * as CreditMultikey from "@digitalcredentials/ed25519-multikey";
import * as bazaarStatus from "@digitalbazaar/vc-bitstring-status-list";
import * as creditStatus from "@digitalcredentials/vc-bitstring-status-list";
import { DataIntegrityProof as BazaarProof } from "@digitalbazaar/data-integrity";
import { DataIntegrityProof as CreditProof } from "@digitalcredentials/data-integrity";
import { Ed25519Signature2020 as Bazaar2020 } from "@digitalbazaar/ed25519-signature-2020";
import { Ed25519Signature2020 as Credit2020 } from "@digitalcredentials/ed25519-signature-2020";
import { cryptosuite as bazaarEddsa } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { cryptosuite as creditEddsa } from "@digitalcredentials/eddsa-rdfc-2022-cryptosuite";
import { cryptosuite as bazaarEcdsa } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import { verifyCredential as verifyByCore } from "@digitalcredentials/verifier-core";
import { eddsaJcs, ecdsaJcs } from "./jcs.mjs";
import { contexts, documentLoader, reason } from "./documents.mjs";

const integrity = (Proof, cryptosuite) => (signer) => new Proof({ cryptosuite, signer });
const ed25519 = () => Ed25519Multikey.generate();
const ecdsa = (curve) => () => EcdsaMultikey.generate({ curve });
const of2020 = (Signature) => (signer) => new Signature(signer ? { signer, verificationMethod: signer.id } : {});

// suites, by the names under which the tests ask for them: whose package, which
// cryptosuite, which key.
const bazaar = { ...bazaarVC, checkStatus: bazaarStatus.checkStatus };
const credit = { ...creditVC, checkStatus: creditStatus.checkStatus };
const suites = {
  "digitalbazaar eddsa-rdfc-2022": { vc: bazaar, key: ed25519, make: integrity(BazaarProof, bazaarEddsa) },
  "digitalbazaar ecdsa-rdfc-2019 P-256": { vc: bazaar, key: ecdsa("P-256"), make: integrity(BazaarProof, bazaarEcdsa) },
  "digitalbazaar ecdsa-rdfc-2019 P-384": { vc: bazaar, key: ecdsa("P-384"), make: integrity(BazaarProof, bazaarEcdsa) },
  "digitalbazaar Ed25519Signature2020": { vc: bazaar, key: ed25519, make: of2020(Bazaar2020) },
  "canonicalize eddsa-jcs-2022": { vc: bazaar, key: ed25519, make: integrity(BazaarProof, eddsaJcs) },
  "canonicalize ecdsa-jcs-2019 P-256": { vc: bazaar, key: ecdsa("P-256"), make: integrity(BazaarProof, ecdsaJcs) },
  "canonicalize ecdsa-jcs-2019 P-384": { vc: bazaar, key: ecdsa("P-384"), make: integrity(BazaarProof, ecdsaJcs) },
  "digitalcredentials eddsa-rdfc-2022": { vc: credit, key: () => CreditMultikey.generate(), make: integrity(CreditProof, creditEddsa) },
  "digitalcredentials Ed25519Signature2020": { vc: credit, key: () => CreditMultikey.generate(), make: of2020(Credit2020) },
};

// signerOf makes one key for each suite, known as a did:key, when it is first wanted.
const signers = new Map();
async function signerOf(name) {
  if (!signers.has(name)) {
    const key = await suites[name].key();
    key.controller = `did:key:${key.publicKeyMultibase}`;
    key.id = `${key.controller}#${key.publicKeyMultibase}`;
    signers.set(name, key);
  }
  return signers.get(name);
}

async function verify({ suite: name, document }) {
  if (name === "digitalcredentials verifier-core") return verifyWithCore(document);
  const { vc, make } = suites[name];
  const suite = make();
  const status = document.credentialStatus ? { checkStatus: vc.checkStatus } : {};
  const result = await vc.verifyCredential({ credential: document, suite, documentLoader, ...status });
  // One package tells the bit, the other that an entry with its bit set does not verify.
  const set = result.statusResult?.results?.some((r) => r.status ?? !r.verified) ?? null;
  const errors = [result.error, result.statusResult?.error].filter(Boolean).map(reason).join("; ");
  return { verified: result.verified && result.statusResult?.verified !== false, revoked: set, error: errors };
}

// verifyWithCore asks the library behind a public verifier. It answers with a
// log of steps; the registries of issuers that it knows are on the network.
async function verifyWithCore(credential) {
  const result = await verifyByCore({ credential, knownDIDRegistries: [] });
  const step = (id) => result.log?.find((entry) => entry.id === id)?.valid;
  const errors = (result.errors ?? []).map((e) => `${e.name}: ${e.message}`).join("; ");
  return { verified: step("valid_signature") === true, error: errors };
}

// issue signs with the suite's own key, which becomes the issuer.
async function issue({ suite: name, credential }) {
  const { vc, make } = suites[name];
  const key = await signerOf(name);
  credential.issuer = typeof credential.issuer === "object" ? { ...credential.issuer, id: key.controller } : key.controller;
  return { document: await vc.issue({ credential, suite: make(key.signer()), documentLoader }) };
}

const known = async () => ({ document: Object.fromEntries(contexts) });

export const kinds = { "proof.verify": verify, "proof.issue": issue, "proof.contexts": known };
