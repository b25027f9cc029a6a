/** What the list may be sorted by, as the Engine names it and in the order of the columns. */
export const SORTS = ['name', 'state', 'tunnel', 'os', 'site', 'address', 'seen'] as const;

export type Sort = (typeof SORTS)[number];

/** Which devices are shown and in which order; without a sort in that of their ids. */
export type Listing = { search?: string; removed?: boolean; sort?: Sort; order?: 'desc' };

/** With the device after which the page begins. */
export type DevicesAt = Listing & { after?: string };

/** What an address says; a text that looks like a number was read as one. */
export function devicesAt(search: Record<string, unknown>): DevicesAt {
  const text = (value: unknown) => ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number' ? String(value).trim() : undefined);
  const sort = SORTS.find(one => one === search.sort);
  return {
    search: text(search.search),
    removed: search.removed === true || undefined,
    sort,
    order: sort && search.order === 'desc' ? 'desc' : undefined,
    after: text(search.after),
  };
}

/** From the first page on in another order. */
export const sortedBy = (at: Listing, sort: Sort | undefined, descending: boolean): Listing => ({
  search: at.search,
  removed: at.removed,
  sort,
  order: sort && descending ? 'desc' : undefined,
});

/** The state of a device's list that is worth a name: everything but the page. */
export const listingOf = ({ search, removed, sort, order }: DevicesAt): Listing => ({ search, removed, sort, order });
