import { expect, it } from 'vitest';
import { spanOf } from './time';

it.each([
  [3600, '1 hour'],
  [5400, '1 hour 30 minutes'],
  [86_400 * 7, '7 days'],
  [90_061, '1 day 1 hour'],
  [86_401, '1 day'],
  [45, '45 seconds'],
  [-1, '0 seconds'],
])('%i seconds are %j', (seconds, words) => expect(spanOf(seconds)).toBe(words));
