// JSON Web Signatures and JSON Web Tokens, by the package jose and by DIDKit.
import didkit from "@spruceid/didkit-wasm-node";
import * as jose from "jose";

// One key for each algorithm and owner, made when it is first wanted.
const pairs = new Map();
async function pair(algorithm, owner = "issuer") {
  const name = `${owner} ${algorithm}`;
  if (!pairs.has(name)) pairs.set(name, await jose.generateKeyPair(algorithm, { extractable: true }));
  return pairs.get(name);
}

// key tells a public key in both its forms.
async function key({ algorithm, owner }) {
  const { publicKey } = await pair(algorithm, owner);
  return { document: { ...(await jose.exportJWK(publicKey)), alg: algorithm }, text: await jose.exportSPKI(publicKey) };
}

async function sign({ algorithm, owner, header, claims }) {
  const { privateKey } = await pair(algorithm, owner);
  return { text: await new jose.SignJWT(claims).setProtectedHeader({ alg: algorithm, ...header }).sign(privateKey) };
}

// verify is what a careful application does: the one algorithm of the key, and
// the claims of time.
async function verify({ text, algorithm, jwk }) {
  const { payload, protectedHeader } = await jose.jwtVerify(text, await jose.importJWK(jwk, algorithm), { algorithms: [algorithm] });
  return { verified: true, document: payload, header: protectedHeader };
}

// verifySigned verifies a signed assertion of Open Badges 2.0 with a key in PEM.
async function verifySigned({ text, algorithm, pem }) {
  const { payload } = await jose.compactVerify(text, await jose.importSPKI(pem, algorithm), { algorithms: [algorithm] });
  return { verified: true, document: JSON.parse(new TextDecoder().decode(payload)) };
}

// The ways to pass off a token as signed by somebody whose public key is known.
const confusions = {
  "no algorithm": async ({ claims }) => new jose.UnsecuredJWT(claims).encode(),
  "the public key in PEM as a shared secret": (q) => shared(q, async (k) => jose.exportSPKI(k)),
  "the public key in PEM as a shared secret, SHA-384": (q) => shared(q, async (k) => jose.exportSPKI(k), "HS384"),
  "the public key as JWK as a shared secret": (q) => shared(q, async (k) => JSON.stringify(await jose.exportJWK(k))),
  "a key of one's own in the header": async ({ algorithm, header, claims }) => {
    const own = await jose.exportJWK((await pair(algorithm, "forger")).publicKey);
    return (await sign({ algorithm, owner: "forger", header: { ...header, jwk: own }, claims })).text;
  },
  "a key of one's own in the header, without a name": async ({ algorithm, header: { kid, ...header }, claims }) => {
    const own = await jose.exportJWK((await pair(algorithm, "forger")).publicKey);
    return (await sign({ algorithm, owner: "forger", header: { ...header, jwk: own }, claims })).text;
  },
  "a set of keys of one's own": async ({ algorithm, header, claims }) =>
    (await sign({ algorithm, owner: "forger", header: { ...header, jku: "https://forger.example/keys" }, claims })).text,
  "a certificate of one's own": async ({ algorithm, header, claims }) =>
    (await sign({ algorithm, owner: "forger", header: { ...header, x5u: "https://forger.example/key.pem" }, claims })).text,
  "another's key under the issuer's name": async ({ algorithm, header, claims }) => (await sign({ algorithm, owner: "forger", header, claims })).text,
  "a key of another kind under the issuer's name": async ({ algorithm, header, claims }) =>
    (await sign({ algorithm: algorithm === "ES256" ? "RS256" : "ES256", owner: "forger", header, claims })).text,
};

async function shared({ algorithm, header, claims }, text, hmac = "HS256") {
  const secret = new TextEncoder().encode(await text((await pair(algorithm)).publicKey));
  return new jose.SignJWT(claims).setProtectedHeader({ ...header, alg: hmac }).sign(secret);
}

// rust signs a credential of the data model 1.1 with an implementation in another
// language, DIDKit, for a did:key of its own.
const rustKey = didkit.generateEd25519Key();
async function rust({ credential }) {
  const options = { proofFormat: "jwt", proofPurpose: "assertionMethod", verificationMethod: await didkit.keyToVerificationMethod("key", rustKey) };
  credential.issuer = { ...credential.issuer, id: didkit.keyToDID("key", rustKey) };
  return { text: await didkit.issueCredential(JSON.stringify(credential), JSON.stringify(options), rustKey) };
}

const confuse = async ({ how, ...question }) => ({ text: await confusions[how](question) });
const ways = async () => ({ names: Object.keys(confusions) });

export const kinds = {
  "token.key": key, "token.sign": sign, "token.rust": rust, "token.verify": verify, "token.verifySigned": verifySigned, "token.confuse": confuse, "token.confusions": ways,
};
