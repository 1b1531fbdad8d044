// Pictures with a credential in them: PNG by png-chunks-extract and streampng,
// SVG by @xmldom/xmldom, and both for Open Badges 2.0 by openbadges-bakery.
import { promisify } from "node:util";
import { DOMParser, XMLSerializer } from "@xmldom/xmldom";
import bakery from "openbadges-bakery";
import extractChunks from "png-chunks-extract";
import encodeChunks from "png-chunks-encode";
import streampng from "streampng";

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
    const png = streampng();
    png.on("iTXt", (chunk) => chunk.keyword === keyword && resolve(chunk.text));
    png.once("end", () => reject(new Error("nothing is baked into the picture")));
    png.once("error", reject);
    png.end(bytes);
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
  return { image: (isPNG(bytes) ? await intoPNG(bytes, text, how) : intoSVG(bytes.toString("utf8"), text)).toString("base64") };
};

// intoPNG bakes properly, or in one of the ways in which it goes wrong.
async function intoPNG(bytes, text, how) {
  const chunks = extractChunks(bytes);
  const { data } = extractChunks(await injected(bytes, text)).find(({ name }) => name === "iTXt");
  const put = (...baked) => Buffer.from(encodeChunks([chunks[0], ...baked, ...chunks.slice(1)]));
  switch (how) {
    case "two of them":
      return put({ name: "iTXt", data }, { name: "iTXt", data });
    case "as plain text":
      return put({ name: "tEXt", data: Buffer.from(`${keyword}\0${text}`) });
    case "with a wrong checksum": {
      const whole = put({ name: "iTXt", data });
      whole[whole.indexOf(keyword) + data.length] ^= 1;
      return whole;
    }
    case "with the credential cut off":
      return put({ name: "iTXt", data: data.subarray(0, data.length - 40) });
    case "said to be compressed": {
      const said = Buffer.from(data);
      said[keyword.length + 1] = 1;
      return put({ name: "iTXt", data: said });
    }
    default:
      return injected(bytes, text);
  }
}

function injected(bytes, text) {
  return new Promise((resolve, reject) => {
    const png = streampng(bytes);
    png.inject(streampng.Chunk.iTXt({ keyword, text }));
    png.on("error", reject);
    png.on("end", () => png.out((error, out) => (error ? reject(error) : resolve(out))));
  });
}

function intoSVG(image, text) {
  const document = parsed(image);
  const svg = document.documentElement;
  svg.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:openbadges", namespace);
  const element = document.createElementNS(namespace, "openbadges:credential");
  if (text.startsWith("{")) {
    const parts = text.split("]]>"); // which may not stand in character data
    parts.forEach((part, n) => element.appendChild(document.createCDATASection((n ? ">" : "") + part + (n < parts.length - 1 ? "]]" : ""))));
  } else {
    element.setAttribute("verify", text);
  }
  svg.insertBefore(element, svg.firstChild);
  return Buffer.from(new XMLSerializer().serializeToString(document));
}

// bakery2 bakes as issuers of Open Badges 2.0 did: the assertion and its
// address, or a signed assertion.
const bakery2 = async ({ image, ...what }) => {
  const baked = await promisify(bakery.bake)({ image: Buffer.from(image, "base64"), ...what });
  return { image: Buffer.from(baked).toString("base64") };
};
const unbakery2 = async ({ image }) => ({ text: await promisify(bakery.extract)(Buffer.from(image, "base64")) });

export const kinds = { "picture.unbake": unbake, "picture.bake": bake, "picture.bake2": bakery2, "picture.unbake2": unbakery2 };
