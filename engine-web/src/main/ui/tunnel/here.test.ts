// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { Here } from './here';

describe('the devices that a tab is at', () => {
  let told: (readonly string[])[];
  let here: Here;

  beforeEach(() => {
    sessionStorage.clear();
    told = [];
    here = new Here(devices => told.push(devices));
  });

  it('are the one on the page and those whose tunnels it opened', () => {
    const gone = here.shows('a');
    here.uses('a');
    here.uses('b');
    gone();

    expect(told).toEqual([['a'], ['a'], ['a', 'b'], ['a', 'b']]);
  });

  it('are left by disconnecting and by the end of the tunnel', () => {
    here.uses('a');
    here.leaves('a');
    here.leaves('never');

    expect(told).toEqual([['a'], []]);
  });

  it('outlive a reload, but not a page that was only looked at', () => {
    here.uses('a');
    here.shows('b');
    const again = new Here(devices => told.push(devices));
    again.say();

    expect(told.at(-1)).toEqual(['a']);
  });

  it('are no more than the latest, and none after a sign-out', () => {
    for (let i = 0; i < 40; i++) here.uses(`device ${i}`);
    expect(told.at(-1)).toHaveLength(16);
    expect(told.at(-1)?.at(-1)).toBe('device 39');

    here.forget();
    expect(told.at(-1)).toEqual([]);
    expect(sessionStorage.length).toBe(0);
  });

  it('stand on what is kept only where that is a list of names', () => {
    sessionStorage.setItem('borealis.devices', '{"a":1}');
    new Here(devices => told.push(devices)).say();
    sessionStorage.setItem('borealis.devices', '[');
    new Here(devices => told.push(devices)).say();

    expect(told).toEqual([[], []]);
  });

  it('leaves the page of a device alone when the one before it goes late', () => {
    const first = here.shows('a');
    here.shows('b');
    first();

    expect(told.at(-1)).toEqual(['b']);
  });
});
