/** A shell that this tab shows. No secret: a name that only this session can use. */
export type Remembered = {
  tunnel: string;
  terminal: string;
  /** Who opened it, when somebody else did. */
  owner?: string;
};

const KEY = 'borealis.terminals';

/** What this tab showed of a device before it was loaded anew, in the order of its tabs. */
export function remembered(device: string): readonly Remembered[] {
  const known = all()[device];
  return Array.isArray(known) ? known : [];
}

export function remember(device: string, what: readonly Remembered[]): void {
  const known = all();
  if (what.length > 0) known[device] = what;
  else delete known[device];
  sessionStorage.setItem(KEY, JSON.stringify(known));
}

export function forgetAll(): void {
  sessionStorage.removeItem(KEY);
}

function all(): Record<string, readonly Remembered[]> {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    return typeof read === 'object' && read !== null ? (read as Record<string, readonly Remembered[]>) : {};
  } catch {
    return {};
  }
}
