// One report for each file of tests, as Surefire writes them and bin/test counts them.
// usage: node reports.mjs FROM FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [from, folder] = process.argv.slice(2);
for (const [suite, name] of readFileSync(from, 'utf8').matchAll(/<testsuite name="([^"]*)"[\s\S]*?<\/testsuite>/g)) {
  const report = `TEST-console.${name.replace(/\.test\.tsx?$/, '').replaceAll('/', '.')}.xml`;
  writeFileSync(join(folder, report), `<?xml version="1.0" encoding="UTF-8"?>\n${suite}\n`);
}
