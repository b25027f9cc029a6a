import { describe, expect, it } from 'vitest';
import { Acknowledgements, closingOf, needsGuard, parts } from './protocol';

describe('a close of the terminal’s socket', () => {
  it.each([
    [1006, 'again'],
    [1001, 'again'],
    [4503, 'again'],
    [4401, 'signed-out'],
    [4410, 'ended'],
    [4411, 'left'],
    [4413, 'gone'],
    [4414, 'taken-over'],
    [4415, 'taken-back'],
    [4416, 'from-the-start'],
  ])('%i means %s', (code, meaning) => expect(closingOf(code)).toBe(meaning));
});

describe('keystrokes', () => {
  it('go in messages that the Engine takes', () => {
    const bytes = new Uint8Array(100_000).map((_zero, index) => index);

    const messages = [...parts(bytes, 16_384)];

    expect(messages.every(message => message.length <= 16_384)).toBe(true);
    expect(messages.flatMap(message => [...message])).toEqual([...bytes]);
  });
});

describe('acknowledgements', () => {
  it('are amounts, and none is lost', () => {
    const said: number[] = [];
    const drawing = new Acknowledgements(1000, bytes => said.push(bytes));

    [300, 300, 300, 300, 2000, 10].forEach(bytes => drawing.draw(bytes));
    drawing.flush();

    expect(said).toEqual([1200, 2000, 10]);
  });
});

describe('the guard of pastes', () => {
  it('asks before several lines run one by one, and only then', () => {
    expect(needsGuard('one\ntwo', false)).toBe(true);
    expect(needsGuard('one\ntwo', true)).toBe(false);
    expect(needsGuard('one\r\n', false)).toBe(false);
    expect(needsGuard('one', false)).toBe(false);
  });
});
