// Holds each document of a YAML stream (stdin) against the official schema of its kind. Prints what is wrong; the status is
// the number of documents that are.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

// Kinds of the Prometheus operator, which are no part of Kubernetes. io.keywell.k8s looks at them.
const FOREIGN = ['monitoring.coreos.com/v1'];

let checked = 0;
let wrong = 0;
for (const document of parseAllDocuments(readFileSync(0, 'utf8'))) {
  const object = document.toJS();
  if (!object || FOREIGN.includes(object.apiVersion)) continue;
  const name = `${object.kind}/${object.metadata?.name}`;
  try {
    const kinds = await import(`kubernetes-models/${object.apiVersion}`);
    if (!kinds[object.kind]) throw new Error(`no kind ${object.kind} in ${object.apiVersion}`);
    new kinds[object.kind](object).validate();
    checked++;
  } catch (e) {
    wrong++;
    console.error(`${name}: ${e.message}`);
  }
}
console.log(`${checked} documents fit their schemas, ${wrong} do not`);
process.exit(checked === 0 ? 1 : wrong);
