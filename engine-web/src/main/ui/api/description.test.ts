import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problems } from './problem-texts';

type Answer = { content?: Record<string, { schema?: unknown }> };
type Method = { responses: Record<string, Answer> };

const description = JSON.parse(readFileSync(resolve('../../../target/openapi/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Method>>;
};
const methods = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([, method]) => method.responses)
    .map(([name, method]) => [`${name.toUpperCase()} ${path}`, method] as const),
);

/** They answer nothing but a redirect. */
const WITHOUT = ['GET /api/auth/oidc/start'];

describe('the description of the interface', () => {
  it('knows a type for each answer of each method', () => {
    const bare = methods.filter(([, { responses }]) => {
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      return good.length === 0 || good.some(([status, answer]) => status !== '204' && !Object.values(answer.content ?? {}).some(one => one.schema));
    });

    expect(methods.length).toBeGreaterThan(50);
    expect(bare.map(([name]) => name)).toEqual(WITHOUT);
  });
});

describe('the problem texts', () => {
  it('have a sentence for each code that the interface states', () => {
    const stated = methods.flatMap(([, { responses }]) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('4') || status.startsWith('5'))
        .flatMap(([, answer]) => (JSON.stringify(answer.content).match(/"enum":\[[^\]]*\]/g) ?? []).flatMap(one => JSON.parse(`{${one}}`).enum as string[])),
    );

    expect(new Set(stated).size).toBeGreaterThan(50);
    expect([...new Set(stated)].filter(code => !(code in problems)).sort()).toEqual([]);
  });

  it('have a sentence for each code in the sources of the Engine', () => {
    const sources = files(resolve('../java')).map(file => readFileSync(file, 'utf8'));
    const codes = sources.flatMap(text =>
      [...text.matchAll(/\b(?:forbidden|notFound|conflict|badRequest|tooMany|MalformedRequestException)\(\s*"([a-z_0-9]+)"/g), ...text.matchAll(/Problem\.of\(\s*[^"]*?(?:"[A-Z][^"]*",\s*)?"([a-z_0-9]+)"/g)].map(found => found[1]!),
    );

    expect(codes.length).toBeGreaterThan(50);
    expect([...new Set(codes)].filter(code => !(code in problems)).sort()).toEqual([]);
  });

  it('are sentences', () => {
    for (const text of Object.values(problems)) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.java'))
    .map(entry => join(entry.parentPath, entry.name));
}
