import { expect, test } from 'vitest';
import { onceMore } from './once-more';

test('work that is asked for while it is done is done once more, after the last call', async () => {
  const ends: (() => void)[] = [];
  const ask = onceMore(() => new Promise<void>(end => ends.push(end)));

  ask();
  ask();
  ask();
  expect(ends).toHaveLength(1);

  ends[0]!();
  await Promise.resolve();
  await Promise.resolve();
  expect(ends).toHaveLength(2);

  ends[1]!();
  await Promise.resolve();
  await Promise.resolve();
  expect(ends).toHaveLength(2);

  ask();
  expect(ends).toHaveLength(3);
});
