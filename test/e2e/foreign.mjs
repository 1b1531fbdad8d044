// A badge that another system signed, whose every text is the next of a list.
import { generateKeyPairSync, sign } from "node:crypto";

const base58 = (bytes) => {
  const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let n = BigInt(`0x${bytes.toString("hex")}`), text = "";
  for (; n > 0n; n /= 58n) text = letters[Number(n % 58n)] + text;
  return text;
};

// foreign is the token of an Open Badges 3.0 credential for an address, signed
// with a new did:key.
export async function foreign(next, email) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url");
  const key = `z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), raw]))}`;
  const issuer = `did:key:${key}`;
  const claims = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    id: "urn:uuid:3f6a3a2e-7b53-4a8e-9a3c-1c9a6b1f7d10", type: ["VerifiableCredential", "OpenBadgeCredential"], name: next(), description: next(),
    issuer: { id: issuer, type: ["Profile"], name: next(), description: next(), url: "https://elsewhere.example", email: "x@elsewhere.example" },
    validFrom: "2026-01-01T00:00:00Z", evidence: [{ type: ["Evidence"], id: "https://elsewhere.example/e", name: next(), narrative: next(), description: next() }],
    credentialSubject: {
      id: `mailto:${email}`, type: ["AchievementSubject"], identifier: [{ type: "IdentityObject", hashed: false, identityHash: email, identityType: "emailAddress" }], narrative: next(),
      achievement: {
        id: "https://elsewhere.example/a", type: ["Achievement"], name: next(), description: next(), criteria: { narrative: next(), id: "https://elsewhere.example/c" }, tag: [next(), next()], fieldOfStudy: next(),
        alignment: [{ type: ["Alignment"], targetName: next(), targetUrl: "https://elsewhere.example/s", targetFramework: next(), targetCode: next(), targetDescription: next() }],
      },
    },
  };
  const part = (data) => Buffer.from(JSON.stringify(data)).toString("base64url");
  const body = `${part({ alg: "EdDSA", typ: "JWT", kid: `${issuer}#${key}` })}.${part({ ...claims, iss: issuer, jti: claims.id, nbf: 1767225600, sub: claims.credentialSubject.id })}`;
  return `${body}.${sign(null, Buffer.from(body), privateKey).toString("base64url")}`;
}
