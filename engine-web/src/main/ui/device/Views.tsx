import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../api/problems';
import { viewsQuery } from '../api/queries';
import { Loading } from '../shell/parts';
import { texts } from '../shell/texts';
import { listingOf, type DevicesAt, type Listing } from './listing';
import { isShown, listingOfView } from './views';

const words = texts.views;

// Not before somebody asks: the list is the first that a browser paints
const Dialog = lazy(() => import('./ViewDialog'));

/** States of the list that its reader gave a name: to go to, to save, to change. */
export function Views({ at, go }: { at: DevicesAt; go: (listing: Listing) => void }) {
  const kept = useQuery(viewsQuery);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<'save' | 'change'>();
  const views = kept.data?.views ?? [];
  const shown = views.find(view => isShown(view, at));
  const choose = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  return (
    <>
      <Dropdown
        isOpen={open}
        isScrollable
        onOpenChange={setOpen}
        popperProps={{ appendTo: 'inline', preventOverflow: true }}
        toggle={toggle => (
          <MenuToggle ref={toggle} isExpanded={open} onClick={() => setOpen(!open)}>
            {shown ? words.shown(shown.name) : words.title}
          </MenuToggle>
        )}
      >
        {views.length > 0 && (
          <DropdownGroup label={words.title} labelHeadingLevel="h2">
            <DropdownList>
              {views.map(view => (
                <DropdownItem key={view.name} isSelected={view === shown} description={view.start ? words.isStart : undefined} onClick={choose(() => go(listingOfView(view)))}>
                  <bdi className="breakable">{view.name}</bdi>
                </DropdownItem>
              ))}
            </DropdownList>
          </DropdownGroup>
        )}
        {views.length > 0 && <Divider />}
        <DropdownList>
          {kept.error && <DropdownItem isDisabled description={sentenceOf(kept.error)}>{words.unread}</DropdownItem>}
          <DropdownItem isDisabled={!kept.data} onClick={choose(() => setAsked('save'))}>
            {words.save}
          </DropdownItem>
          {views.length > 0 && <DropdownItem onClick={choose(() => setAsked('change'))}>{words.change}</DropdownItem>}
        </DropdownList>
      </Dropdown>
      {asked && (
        <Suspense fallback={<Loading />}>
          <Dialog asked={asked} views={views} listing={listingOf(at)} close={() => setAsked(undefined)} />
        </Suspense>
      )}
    </>
  );
}
