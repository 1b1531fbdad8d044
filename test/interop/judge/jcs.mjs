// eddsa-jcs-2022 and ecdsa-jcs-2019: no package has them. They are put together
// here, by the specifications, of the package canonicalize (RFC 8785), the hashes
// of Node.js, and the proofs and keys of @digitalbazaar.
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";

// createVerifyData does "Transformation", "Proof Configuration" and "Hashing":
// the options of the proof carry the document's contexts (section 3.3 of both).
async function createVerifyData({ document, proof, dataIntegrityProof, verificationMethod }) {
  if (verificationMethod && !startsWith(document["@context"], proof["@context"])) {
    throw new Error("the document does not begin with the contexts of its proof");
  }
  proof["@context"] ??= document["@context"];
  const { proofValue, ...options } = proof;
  const { proof: signed, ...unsecured } = document;
  const key = verificationMethod?.publicKeyMultibase ?? dataIntegrityProof.signer.id.split("#")[1];
  const hash = key.startsWith("z82L") ? "sha384" : "sha256";
  const digest = (value) => createHash(hash).update(canonicalize(value)).digest();
  return new Uint8Array(Buffer.concat([digest(options), digest(unsecured)]));
}

function startsWith(whole, start) {
  const all = [whole].flat();
  return [start].flat().every((context, n) => all[n] === context);
}

const verifier = (Multikey) => async ({ verificationMethod }) => (await Multikey.from(verificationMethod)).verifier();
const canonize = (input) => canonicalize(input);

export const eddsaJcs = {
  name: "eddsa-jcs-2022", requiredAlgorithm: "Ed25519", canonize, createVerifyData, createVerifier: verifier(Ed25519Multikey),
};
export const ecdsaJcs = {
  name: "ecdsa-jcs-2019", requiredAlgorithm: ["P-256", "P-384"], canonize, createVerifyData, createVerifier: verifier(EcdsaMultikey),
};
