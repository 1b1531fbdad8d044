// Other people's libraries, kept running. It reads one JSON object per line and
// answers each with one line, in their order; `id` ties the two together, `kind`
// says what is asked. The files in judge/ answer, each the kinds of its name:
//
//   proof.*    Data Integrity proofs and contexts (judge/proof.mjs)
//   token.*    JSON Web Signatures and JSON Web Tokens (judge/token.mjs)
//   picture.*  PNG and SVG pictures (judge/picture.mjs)
//   status.*   lists of revoked credentials (judge/status.mjs)
//   shape.*    what a wallet takes for a credential (judge/shape.mjs)
//
// A question that fails is answered with {error}.
import { createInterface } from "node:readline";
import { reason } from "./judge/documents.mjs";

// Packages talk; the standard output is for answers alone.
console.log = console.error = () => {};

async function answer({ kind, ...question }) {
  const { kinds } = await import(`./judge/${kind.split(".")[0]}.mjs`);
  return kinds[kind](question);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...question } = JSON.parse(line);
  const answered = await answer(question).catch((error) => ({ error: reason(error) }));
  process.stdout.write(JSON.stringify({ id, ...answered }) + "\n");
}
