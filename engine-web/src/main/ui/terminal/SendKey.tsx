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

/** To which side of its bar a button is nearer: from there its menu has room within the bar, however narrow that is. */
function sideOf(button: HTMLElement): 'start' | 'end' {
  const bar = button.closest('.terminal-bar')?.getBoundingClientRect();
  const own = button.getBoundingClientRect();
  return bar && own.left + own.right < bar.left + bar.right ? 'start' : 'end';
}

/** Keys that never reach a page, or that the keyboard at hand does not have. */
export function SendKey({ terminal }: { terminal: DeviceTerminal }) {
  const [open, setOpen] = useState(false);
  const [side, setSide] = useState<'start' | 'end'>('end');
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
      popperProps={{ appendTo: 'inline', position: side, preventOverflow: true }}
      toggle={toggle => (
        <MenuToggle
          ref={toggle}
          variant="plainText"
          size="sm"
          isExpanded={open}
          onClick={event => {
            setSide(sideOf(event.currentTarget));
            setOpen(!open);
          }}
        >
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
