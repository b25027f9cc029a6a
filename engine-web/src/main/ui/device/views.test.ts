import { describe, expect, it } from 'vitest';
import { beginningWith, isShown, listingOfView, withoutView, withView, type View } from './views';

const tills: View = { name: 'Tills', start: true, search: 'till', removed: false, sort: 'seen', order: 'desc' };
const all: View = { name: 'All', start: false, search: null, removed: false, sort: 'name', order: 'asc' };

describe('a saved view', () => {
  it('is what the address of the list says', () => {
    expect(listingOfView(tills)).toEqual({ search: 'till', sort: 'seen', order: 'desc' });
    expect(listingOfView(all)).toEqual({ sort: 'name' });
    expect(listingOfView({ name: 'x', sort: 'colour', order: 'desc' })).toEqual({});
  });

  it('is shown on whatever page, and by nothing else', () => {
    expect(isShown(tills, { order: 'desc', sort: 'seen', search: 'till', after: 'd7' })).toBe(true);
    expect(isShown(tills, { sort: 'seen', search: 'till' })).toBe(false);
    expect(isShown(all, { sort: 'name' })).toBe(true);
  });
});

describe('the saved views', () => {
  it('have one start at most', () => {
    const more = withView([tills, all], 'Gone', { removed: true }, true);
    expect(more.map(view => [view.name, view.start])).toEqual([['Tills', false], ['All', false], ['Gone', true]]);
    expect(withView([tills], 'Gone', { removed: true }, false)[0]).toEqual(tills);
    expect(beginningWith([tills, all], 'All').map(view => view.start)).toEqual([false, true]);
    expect(beginningWith([tills, all], undefined).map(view => view.start)).toEqual([false, false]);
  });

  it('keep their place under the same name', () => {
    expect(withView([tills, all], 'Tills', { search: 'pos' }, false)).toEqual([{ name: 'Tills', start: false, search: 'pos' }, all]);
    expect(withoutView([tills, all], 'Tills')).toEqual([all]);
  });
});
