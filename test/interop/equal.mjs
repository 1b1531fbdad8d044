// JavaScript's canonicalization, kept running. It reads one JSON object per
// line, {document}, and answers each with one line: {canonical} or {error}.
//
// Contexts are those of the program under test: the first line that it reads is
// {contexts: {address: document}}. It opens nothing and asks nobody.
import { createInterface } from "node:readline";
import jsonld from "jsonld";

let contexts;

async function documentLoader(address) {
  const document = contexts[address];
  if (!document) throw new Error(`${address} is not among the contexts`);
  return { contextUrl: null, documentUrl: address, document };
}

async function canonical({ document }) {
  return jsonld.canonize(document, {
    algorithm: "RDFC-1.0",
    format: "application/n-quads",
    documentLoader,
    safe: true,
    base: null,
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (!contexts) {
    ({ contexts } = request);
    continue;
  }
  let answer;
  try {
    answer = { canonical: await canonical(request) };
  } catch (error) {
    answer = { error: error.details ? `${error.message} ${JSON.stringify(error.details)}` : String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
