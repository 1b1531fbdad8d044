// Lists of revoked and suspended credentials: Bitstring Status List by three
// packages, and the plain list of 1EdTech, for which no package exists.
import * as bazaar from "@digitalbazaar/vc-bitstring-status-list";
import * as credit from "@digitalcredentials/vc-bitstring-status-list";
import { BitstreamStatusList } from "@4sure-tech/vc-bitstring-status-lists";
import { fetched } from "./documents.mjs";
import { kinds as proof } from "./proof.mjs";

const packages = { digitalbazaar: bazaar, digitalcredentials: credit };

// list makes a list with some entries set, signed like the badges of the suite.
async function list({ suite, list: id, purpose, size, length, set }) {
  const vc = packages[suite.split(" ")[0]];
  let bits;
  if (size) {
    bits = new BitstreamStatusList({ statusSize: size });
    for (const [index, value] of Object.entries(set)) bits.setStatus(Number(index), value);
  } else {
    bits = await vc.createList({ length });
    for (const index of Object.keys(set)) bits.setStatus(Number(index), true);
  }
  const credential = await vc.createCredential({ id, list: bits, statusPurpose: purpose, context: ["https://www.w3.org/ns/credentials/v2"] });
  return proof["proof.issue"]({ suite, credential: { ...credential, issuer: "", validFrom: "2026-01-01T00:00:00Z" } });
}

// values reads entries of a list of several bits each, with the package that
// knows such lists.
async function values({ document, size, indexes }) {
  const { encodedList } = document.credentialSubject;
  const bits = await BitstreamStatusList.decode({ encodedList, statusSize: size });
  return { values: indexes.map((index) => bits.getStatus(index)) };
}

// plain reads the list of 1EdTech (Revocation List 1.0, "RevocationList"),
// written from that text.
async function plain({ document }) {
  const status = document.credentialStatus;
  if (status.type !== "1EdTechRevocationList") throw new Error(`the status is a ${status.type}`);
  const found = await fetched(status.id);
  const issuer = document.issuer.id ?? document.issuer;
  if (found.id !== status.id || (found.issuer.id ?? found.issuer) !== issuer) throw new Error("this is another list, or another's");
  const entry = found.revokedCredential.find(({ id }) => id === document.id);
  return { revoked: entry !== undefined && entry.revoked !== false, text: entry?.revocationReason ?? "" };
}

export const kinds = { "status.list": list, "status.values": values, "status.plain": plain };
