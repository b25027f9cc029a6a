import type { Schemas } from '../api/client';
import { devicesAt, listingOf, type DevicesAt, type Listing } from './listing';

/** A state of the list of devices under the name that somebody gave it. */
export type View = Schemas['View'];

/** As many as the Engine keeps for one person. */
export const MOST_VIEWS = 20;

export const LONGEST_VIEW_NAME = 64;

export const listingOfView = (view: View): Listing => listingOf(devicesAt({ ...view }));

/** Whether the list shows what the view says, on whatever page. */
export const isShown = (view: View, at: DevicesAt): boolean => JSON.stringify(listingOfView(view)) === JSON.stringify(listingOf(at));

/** With one more, or another one under a name that is there. */
export function withView(views: readonly View[], name: string, listing: Listing, start: boolean): View[] {
  const view: View = { name, start, ...listing };
  const others = start ? beginningWith(views, undefined) : [...views];
  const place = others.findIndex(one => one.name === name);
  return place < 0 ? [...others, view] : others.with(place, view);
}

export const withoutView = (views: readonly View[], name: string): View[] => views.filter(view => view.name !== name);

/** The same ones, and this one or none of them as the start. */
export const beginningWith = (views: readonly View[], name: string | undefined): View[] => views.map(view => ({ ...view, start: view.name === name }));
