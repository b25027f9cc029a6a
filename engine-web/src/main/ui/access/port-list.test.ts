import { describe, expect, it } from 'vitest';
import { commented, difference, isOn, ownRules, PROTOCOLS, ruleOf, same, switched, within } from './port-list';

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
  const before = { ports: ['tcp/22', 'tcp/8080'], comments: { 'tcp/8080': 'Jenkins' } };

  it('are the same in whatever order', () => {
    expect(same(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(same(['a'], ['a', 'b'])).toBe(false);
  });

  it('differ by what was opened, closed and commented', () => {
    const now = { ports: ['tcp/8080', 'udp/53'], comments: { 'tcp/8080': 'Gitea', 'udp/53': 'names' } };

    expect(difference(before, now)).toEqual({ opened: ['udp/53'], closed: ['tcp/22'], commented: ['tcp/8080'] });
    expect(difference(before, { ...before, ports: ['tcp/8080', 'tcp/22'] })).toEqual({ opened: [], closed: [], commented: [] });
  });
});

describe('comments', () => {
  const list = { ports: ['tcp/22', 'tcp/8080'], comments: { 'tcp/8080': 'Jenkins' } };

  it('go with their rules', () => {
    expect(commented(list, ['tcp/22'])).toEqual({});
    expect(commented(list, ['tcp/22', 'tcp/8080'])).toEqual({ 'tcp/8080': 'Jenkins' });
  });

  it('are set, changed and taken away by their text', () => {
    expect(commented(list, list.ports, 'tcp/22', ' Ansible ')).toEqual({ 'tcp/22': 'Ansible', 'tcp/8080': 'Jenkins' });
    expect(commented(list, list.ports, 'tcp/8080', ' ')).toEqual({});
  });
});
