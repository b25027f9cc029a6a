import { describe, expect, it } from 'vitest';
import { devicesAt, listingOf, sortedBy, SORTS } from './listing';

describe('the address of the list of devices', () => {
  it.each(SORTS)('sorts by %s both ways', sort => {
    expect(devicesAt({ sort })).toEqual({ sort });
    expect(devicesAt({ sort, order: 'desc' })).toEqual({ sort, order: 'desc' });
  });

  it('takes what it does not know for nothing', () => {
    expect(devicesAt({ sort: 'colour', order: 'desc', removed: 'yes', search: '  ', after: {} })).toEqual({});
    expect(devicesAt({ sort: 'name', order: 'down' })).toEqual({ sort: 'name' });
  });

  it('looks for numbers too', () => {
    expect(devicesAt({ search: 12 })).toEqual({ search: '12' });
  });
});

describe('another order', () => {
  it('begins with the first page and keeps the search', () => {
    const at = devicesAt({ search: 'till', removed: true, after: 'd7', sort: 'os', order: 'desc' });
    expect(sortedBy(at, 'name', false)).toEqual({ search: 'till', removed: true, sort: 'name' });
    expect(sortedBy(at, 'name', true)).toEqual({ search: 'till', removed: true, sort: 'name', order: 'desc' });
    expect(sortedBy(at, undefined, true)).toEqual({ search: 'till', removed: true });
    expect(listingOf(at)).toEqual({ search: 'till', removed: true, sort: 'os', order: 'desc' });
  });
});
