import { queries, viewsQuery } from '../api/queries';
import type { Listing } from './listing';
import { listingOfView } from './views';

/** What the console begins with. */
export async function startListing(): Promise<Listing> {
  try {
    const start = (await queries.ensureQueryData(viewsQuery)).views.find(view => view.start);
    return start ? listingOfView(start) : {};
  } catch {
    // The list begins as ever, and its menu of views says why there are none
    return {};
  }
}
