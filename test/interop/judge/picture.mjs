// Pictures with a credential in them: PNG by png-chunks-extract and png-itxt,
// SVG by @xmldom/xmldom, and for Open Badges 2.0 also by openbadges-bakery.
import { promisify } from "node:util";
import { DOMParser, XMLSerializer } from "@xmldom/xmldom";
import bakery from "openbadges-bakery";
import extractChunks from "png-chunks-extract";
import encodeChunks from "png-chunks-encode";
import itxt from "png-itxt";

const namespace = "https://purl.imsglobal.org/ob/v3p0";
const keyword = "openbadgecredential";
const isPNG = (image) => image[0] === 0x89;

const unbake = async ({ image }) => {
  const bytes = Buffer.from(image, "base64");
  return { text: isPNG(bytes) ? await fromPNG(bytes) : fromSVG(bytes.toString("utf8")) };
};

// fromPNG reads the one iTXt chunk that Open Badges 3.0 prescribes, and lets a
// second package read it too. The first also checks every chunk's checksum.
async function fromPNG(bytes) {
  const baked = extractChunks(bytes).filter(({ name, data }) => name === "iTXt" && Buffer.from(data).toString("latin1").startsWith(keyword + "\0"));
  if (baked.length !== 1) throw new Error(`${baked.length} credentials are baked into the picture`);
  const rest = Buffer.from(baked[0].data).subarray(keyword.length + 1);
  if (rest[0] !== 0 || rest[1] !== 0) throw new Error("the chunk is compressed");
  const language = rest.indexOf(0, 2);
  const text = rest.subarray(rest.indexOf(0, language + 1) + 1).toString("utf8");
  if (text !== (await streamed(bytes))) throw new Error("two packages read two credentials");
  return text;
}

function streamed(bytes) {
  return new Promise((resolve, reject) => {
    piped(bytes, itxt.get(keyword, ["iTXt"], (error, chunk) => (error ? reject(error) : resolve(chunk?.value)))).catch(reject);
  });
}

// piped sends a picture through a stream of png-itxt.
function piped(bytes, stream) {
  return new Promise((resolve, reject) => {
    const out = [];
    stream.on("data", (data) => out.push(data));
    stream.on("end", () => resolve(Buffer.concat(out)));
    stream.on("error", reject);
    stream.end(bytes);
  });
}

// fromSVG reads the first element behind the tag svg: the credential in its
// character data, or a compact JWS in its attribute verify.
function fromSVG(text) {
  const svg = parsed(text).documentElement;
  const found = [...svg.getElementsByTagNameNS(namespace, "credential")];
  if (found.length !== 1) throw new Error(`${found.length} credentials are baked into the picture`);
  const first = [...svg.childNodes].find((node) => node.nodeType === node.ELEMENT_NODE);
  if (found[0] !== first) throw new Error("the credential is not the first element of the picture");
  if (found[0].nodeName !== "openbadges:credential") throw new Error(`the element is called ${found[0].nodeName}`);
  return found[0].getAttribute("verify") || found[0].textContent;
}

function parsed(text) {
  const stop = (level, message) => {
    throw new Error(message);
  };
  return new DOMParser({ onError: stop }).parseFromString(text, "image/svg+xml");
}

const bake = async ({ image, text, how }) => {
  const bytes = Buffer.from(image, "base64");
  return { image: (isPNG(bytes) ? await intoPNG(bytes, text, how) : intoSVG(bytes.toString("utf8"), text, how)).toString("base64") };
};

// intoPNG bakes properly, or in one of the ways in which it goes wrong.
async function intoPNG(bytes, text, how, word = keyword) {
  const proper = await piped(bytes, itxt.set({ type: how === "as plain text" ? "tEXt" : "iTXt", keyword: word, value: text, compressed: how === "compressed" }));
  const [first, ...rest] = extractChunks(proper);
  const baked = rest.find(({ data }) => Buffer.from(data).toString("latin1").startsWith(word + "\0"));
  switch (how) {
    case "two of them":
      return Buffer.from(encodeChunks([first, baked, ...rest]));
    case "with a wrong checksum":
      proper[proper.indexOf(word) + baked.data.length] ^= 1;
      return proper;
    case "with the credential cut off":
      baked.data = baked.data.subarray(0, baked.data.length - 40);
      return Buffer.from(encodeChunks([first, ...rest]));
    default:
      return proper;
  }
}

// intoSVG bakes properly, or in one of the ways in which it goes wrong.
function intoSVG(image, text, how) {
  const document = parsed(image);
  const svg = document.documentElement;
  const space = how === "under another namespace" ? "http://example.org/badges" : namespace;
  svg.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:openbadges", space);
  const element = document.createElementNS(space, "openbadges:credential");
  const asText = text.startsWith("{") && how !== "in the attribute of a JSON credential";
  if (asText) for (const part of parts(text)) element.appendChild(document.createCDATASection(part));
  else element.setAttribute("verify", text);
  svg.insertBefore(element, how === "not at the beginning" ? null : svg.firstChild);
  if (how === "two of them") svg.insertBefore(element.cloneNode(true), svg.firstChild);
  const whole = new XMLSerializer().serializeToString(document);
  return Buffer.from(how === "cut off" ? whole.slice(0, whole.length - 40) : whole);
}

// parts splits a text where "]]>" would end a section of character data.
const parts = (text) => text.split("]]>").map((part, n, all) => (n > 0 ? ">" : "") + part + (n < all.length - 1 ? "]]" : ""));

// bake2 bakes as issuers of Open Badges 2.0 did: a text into PNG; into SVG the
// assertion and its address, or a signed assertion. openbadges-bakery can read
// PNG pictures, but no longer write them with the buffers of today.
const bake2 = async ({ image, text, how, ...what }) => {
  const bytes = Buffer.from(image, "base64");
  const baked = isPNG(bytes) ? await intoPNG(bytes, text, how, "openbadges") : await promisify(bakery.bake)({ image: bytes, ...what });
  return { image: Buffer.from(baked).toString("base64") };
};

const unbake2 = async ({ image }) => ({ text: await promisify(bakery.extract)(Buffer.from(image, "base64")) });

export const kinds = { "picture.unbake": unbake, "picture.bake": bake, "picture.bake2": bake2, "picture.unbake2": unbake2 };
