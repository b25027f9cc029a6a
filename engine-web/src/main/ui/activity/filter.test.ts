import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENTS } from './events';
import { atOf, exportAddress, fromField, isEmpty, toField } from './filter';

describe('the filters of the activity', () => {
  it('are what the address says, and nothing else that it says', () => {
    expect(atOf({ tab: 'activity', operator: ' ada ', search: 8080, event: '', after: 12, from: null })).toEqual({
      operator: 'ada',
      search: '8080',
      after: '12',
    });
    expect(isEmpty(atOf({ after: 12 }))).toBe(true);
    expect(isEmpty(atOf({ event: 'ports_set' }))).toBe(false);
  });

  it('go with an export, but for the page', () => {
    expect(exportAddress('/console', { operator: 'a&b', from: '2026-11-30T08:00:00Z' }, 'csv')).toBe(
      '/console/api/activity/export?format=csv&operator=a%26b&from=2026-11-30T08%3A00%3A00Z',
    );
  });

  it('keep a moment through the field of a form', () => {
    expect(fromField(toField('2026-11-30T08:15:00.000Z'))).toBe('2026-11-30T08:15:00.000Z');
    expect(toField(undefined)).toBe('');
    expect(toField('yesterday')).toBe('');
    expect(fromField('')).toBeUndefined();
  });

  it('offer each event of the Engine', () => {
    const source = readFileSync(resolve('../../../../engine-ejb/src/main/java/io/borealis/engine/activity/ActivityEvent.java'), 'utf8');
    const names = [...source.matchAll(/^ {4}([A-Z_]+)(?:\(Bound\.\w+\))?[,;]$/gm)].map(found => found[1]!.toLowerCase());

    expect(names.length).toBeGreaterThan(70);
    expect([...EVENTS]).toEqual(names.sort());
  });
});
