/**
 * Calls that come while the work is done make it be done once more afterwards: whoever calls can be sure that it begins
 * after the call. The work must not throw.
 */
export function onceMore(work: () => Promise<void>): () => void {
  let working = false;
  let wanted = false;
  const run = async () => {
    working = true;
    while (wanted) {
      wanted = false;
      await work();
    }
    working = false;
  };
  return () => {
    wanted = true;
    if (!working) void run();
  };
}
