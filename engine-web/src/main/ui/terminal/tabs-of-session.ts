/**
 * Which tabs of this browser, and so of this session, show terminals of a device: each holds a shared lock of its name, which
 * the browser takes back with the tab, however it went.
 */
const nameOf = (device: string): string => `borealis.device.${device}`;

/** Until what it answers is called, this tab counts. */
export function countThisTab(device: string): () => void {
  let release: () => void = () => undefined;
  const gone = new Promise<void>(over => (release = over));
  // Only a document that goes away refuses it
  void navigator.locks.request(nameOf(device), { mode: 'shared' }, () => gone).catch(() => undefined);
  return release;
}

/** Whether another one shows some, when this one counts. */
export async function anotherTabShows(device: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(lock => lock.name === nameOf(device)).length > 1;
}
