// The Engine's description, ready for types: a member that cannot be absent is required.
// usage: node types.mjs FROM TO
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [from, to] = process.argv.slice(2);
const description = JSON.parse(readFileSync(from, 'utf8'));
const schemas = description.components?.schemas ?? {};
// What is only sent may leave out what the Engine reads as absent
const sent = new Set();
for (const item of Object.values(description.paths)) {
  for (const operation of Object.values(item)) {
    for (const media of Object.values(operation?.requestBody?.content ?? {})) {
      if (media.schema?.$ref) sent.add(media.schema.$ref.split('/').pop());
    }
  }
}
const mayBeAbsent = schema => [schema.type].flat().includes('null') || (schema.anyOf ?? []).some(one => one.type === 'null');
for (const [name, schema] of Object.entries(schemas)) {
  if (!schema.properties || sent.has(name)) continue;
  schema.required = Object.entries(schema.properties).filter(([, member]) => !mayBeAbsent(member)).map(([member]) => member);
}
mkdirSync(dirname(to), { recursive: true });
writeFileSync(to, JSON.stringify(description, null, 1));
