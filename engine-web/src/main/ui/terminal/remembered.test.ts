// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetAll, remember, remembered } from './remembered';

const OWN = { tunnel: 'tunnel', terminal: 'own' };
const SHARED = { tunnel: 'tunnel', terminal: 'shared', owner: 'bob' };

describe('what a tab remembers', () => {
  beforeEach(() => sessionStorage.clear());

  it('is which shells it showed of which device, in their order, and no more', () => {
    remember('device', [OWN, SHARED]);

    expect(remembered('device')).toEqual([OWN, SHARED]);
    expect(remembered('other')).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });

  it('is forgotten with the last of them, and with the sign-out', () => {
    remember('device', [OWN]);
    remember('other', [SHARED]);
    remember('device', []);
    expect(remembered('device')).toEqual([]);

    forgetAll();

    expect(sessionStorage).toHaveLength(0);
  });

  it.each(['{', '[]', '{"device":{}}', '{"device":7}', 'null'])('is nothing when somebody made it %s', broken => {
    sessionStorage.setItem('borealis.terminals', broken);

    expect(remembered('device')).toEqual([]);
  });
});
