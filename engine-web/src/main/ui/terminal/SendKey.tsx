import { Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useState } from 'react';
import { texts } from '../shell/texts';
import type { DeviceTerminal } from './device-terminal';
import { CONTROLS, FUNCTIONS, OTHERS, type Key } from './keys';

const words = texts.terminal.keys;

const GROUPS: readonly { label: string; keys: readonly Key[] }[] = [
  { label: words.controls, keys: CONTROLS },
  { label: words.others, keys: OTHERS },
  { label: words.functions, keys: FUNCTIONS },
];

/** Keys that never reach a page, or that the keyboard at hand does not have. */
export function SendKey({ terminal }: { terminal: DeviceTerminal }) {
  const [open, setOpen] = useState(false);
  const send = (key: Key) => {
    setOpen(false);
    terminal.screen?.press(key.sends);
    terminal.screen?.focus();
  };
  return (
    <Dropdown
      isOpen={open}
      isScrollable
      maxMenuHeight="22rem"
      onOpenChange={setOpen}
      onOpenChangeKeys={['Escape']}
      popperProps={{ appendTo: 'inline', position: 'end', preventOverflow: true }}
      toggle={toggle => (
        <MenuToggle ref={toggle} variant="plainText" size="sm" isExpanded={open} onClick={() => setOpen(!open)}>
          {words.button}
        </MenuToggle>
      )}
    >
      {GROUPS.map(group => (
        <DropdownGroup key={group.label} label={group.label} labelHeadingLevel="h2">
          <DropdownList>
            {group.keys.map(key => (
              <DropdownItem key={key.name} onClick={() => send(key)}>
                {key.name}
              </DropdownItem>
            ))}
          </DropdownList>
        </DropdownGroup>
      ))}
    </Dropdown>
  );
}
