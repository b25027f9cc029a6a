import { describe, expect, it } from 'vitest';
import { isOn, ownRules, PROTOCOLS, ruleOf, same, switched, within } from './port-list';

const rdp = PROTOCOLS.find(one => one.name === 'RDP')!;

describe('a rule', () => {
  it.each([
    ['tcp/8080', 'tcp/8080'],
    [' UDP/5000 - 5010 ', 'udp/5000-5010'],
    ['tcp/5-5', 'tcp/5'],
    ['tcp/0', undefined],
    ['tcp/65536', undefined],
    ['tcp/10-9', undefined],
    ['icmp/1', undefined],
    ['3389', undefined],
  ])('%j is %j', (text, rule) => expect(ruleOf(text)).toBe(rule));
});

describe('a protocol', () => {
  it('is switched with all of its rules, and nothing else changes', () => {
    const on = switched(rdp, ['tcp/8080'], true);

    expect(on).toEqual(['tcp/8080', 'tcp/3389', 'udp/3389']);
    expect(isOn(rdp, on)).toBe(true);
    expect(switched(rdp, on, false)).toEqual(['tcp/8080']);
    expect(ownRules(on)).toEqual(['tcp/8080']);
  });
});

describe('a ceiling', () => {
  it('covers what is within one of its rules', () => {
    expect(within(['tcp/3389'], ['tcp/3000-4000'])).toBe(true);
    expect(within(['udp/3389'], ['tcp/3000-4000'])).toBe(false);
    expect(within(['tcp/1-65535'], null)).toBe(true);
    expect(within(['tcp/22'], [])).toBe(false);
  });
});

describe('two lists', () => {
  it('are the same in whatever order', () => {
    expect(same(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(same(['a'], ['a', 'b'])).toBe(false);
  });
});
