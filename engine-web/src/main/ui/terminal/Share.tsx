import { Button, Modal, ModalBody, ModalFooter, ModalHeader, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, granted } from '../api/client';
import { meQuery } from '../api/queries';
import { Failure } from '../shell/parts';
import { texts } from '../shell/texts';
import type { DeviceTerminal } from './device-terminal';
import type { Guest, Leave } from './protocol';

const words = texts.terminal.share;

/** What comes of it is told on the terminal's own socket. */
function share(terminal: DeviceTerminal, operator: string, may: Leave | undefined): Promise<unknown> {
  const path = { terminal_id: String(terminal.terminal), operator };
  return may
    ? granted(api.PUT('/api/terminals/{terminal_id}/shares/{operator}', { params: { path }, body: { may } }))
    : granted(api.DELETE('/api/terminals/{terminal_id}/shares/{operator}', { params: { path } }));
}

/** With whom the terminal is shared, always seen; the keyboard and the share are taken back from here. */
export function Guests({ terminal }: { terminal: DeviceTerminal }) {
  const [failure, setFailure] = useState<unknown>();
  const become = (guest: Guest, may: Leave | undefined) => {
    setFailure(undefined);
    void share(terminal, guest.operator, may).catch(setFailure);
  };
  return (
    <div className="terminal-guests" role="group" aria-label={words.sharedWith}>
      <span>{words.sharedWith}</span>
      {terminal.guests.map(guest => (
        <span key={guest.operator} className="terminal-guest">
          <span>
            <strong><bdi>{guest.operator}</bdi></strong> {guest.may === 'type' ? words.types : words.watches}, {words.screens(guest.screens)}
          </span>
          {guest.may === 'type' && (
            <Button variant="link" size="sm" onClick={() => become(guest, 'watch')}>{words.takeKeyboard(guest.operator)}</Button>
          )}
          <Button variant="link" size="sm" onClick={() => become(guest, undefined)}>{words.takeBack(guest.operator)}</Button>
        </span>
      ))}
      {failure !== undefined && <Failure cause={failure} />}
    </div>
  );
}

/** Whoever is on the tunnel, and what each may do. */
export function ShareDialog({ terminal, names, close }: { terminal: DeviceTerminal; names: readonly string[]; close: () => void }) {
  const me = useQuery(meQuery);
  const [failure, setFailure] = useState<unknown>();
  const guests = new Map(terminal.guests.map(guest => [guest.operator, guest]));
  const others = [...new Set([...names, ...guests.keys()])].filter(name => name !== me.data?.username).sort();
  const become = (name: string, may: Leave | undefined) => {
    if (guests.get(name)?.may === may) return;
    setFailure(undefined);
    void share(terminal, name, may).catch(setFailure);
  };
  return (
    <Modal isOpen variant="small" onClose={close} aria-labelledby="share-title" aria-describedby="share-body">
      <ModalHeader labelId="share-title" title={words.title} />
      <ModalBody id="share-body">
        <p>{others.length > 0 ? words.body : words.nobody}</p>
        {others.map(name => {
          const guest = guests.get(name);
          return (
            <div className="share-row" key={name}>
              <span className="breakable">
                <strong><bdi>{name}</bdi></strong>
                <span className="share-note">{guest ? words.screens(guest.screens) : ''}{!names.includes(name) && words.left}</span>
              </span>
              <ToggleGroup aria-label={words.of(name)} isCompact>
                {([undefined, 'watch', 'type'] as const).map(may => (
                  <ToggleGroupItem
                    key={may ?? 'off'}
                    buttonId={`share-${name}-${may ?? 'off'}`}
                    text={words[may ?? 'off']}
                    isSelected={guest?.may === may}
                    onChange={() => become(name, may)}
                  />
                ))}
              </ToggleGroup>
            </div>
          );
        })}
        {failure !== undefined && <Failure cause={failure} />}
      </ModalBody>
      <ModalFooter>
        <Button onClick={close}>{words.done}</Button>
      </ModalFooter>
    </Modal>
  );
}
