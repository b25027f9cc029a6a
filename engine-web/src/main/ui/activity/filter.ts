const NAMES = ['agent_id', 'tunnel_id', 'operator', 'address', 'event', 'from', 'until', 'search'] as const;

export type Name = (typeof NAMES)[number];

/** Which rows are wanted, by the names that the Engine has for it; all of it stands in the address of the page. */
export type Filter = { [name in Name]?: string };

/** With the row after which the page begins. */
export type At = Filter & { after?: string };

/** What an address says; a text that looks like a number was read as one. */
export function atOf(search: Record<string, unknown>): At {
  const at: At = {};
  for (const name of [...NAMES, 'after'] as const) {
    const value = search[name];
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') at[name] = String(value).trim();
  }
  return at;
}

export const isEmpty = (filter: Filter): boolean => NAMES.every(name => !filter[name]);

/**
 * Where the Engine gives all rows of this filter as a file.
 *
 * @param base where the console lives
 */
export function exportAddress(base: string, filter: Filter, format: 'csv' | 'json'): string {
  const query = new URLSearchParams({ format });
  for (const name of NAMES) {
    const value = filter[name];
    if (value) query.set(name, value);
  }
  return `${base}/api/activity/export?${query}`;
}

/** A moment as the field of a form has it, in the viewer's zone; empty for none and for what is no moment. */
export function toField(at: string | undefined): string {
  const time = at ? Date.parse(at) : NaN;
  if (Number.isNaN(time)) return '';
  const shifted = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19).replace(/:00$/, '');
}

/** What a field says, in UTC. */
export function fromField(value: string): string | undefined {
  const time = value ? new Date(value).getTime() : NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
