import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { Failure } from '../shell/parts';
import { texts } from '../shell/texts';
import type { DeviceTerminal } from './device-terminal';
import type { DeviceTerminals } from './device-terminals';

const words = texts.terminal.tabs;
const ROOM_FOR_TWO = '(min-width: 1200px)';

/** Whether two terminals can stand side by side. */
export function useRoomForTwo(): boolean {
  return useSyncExternalStore(
    told => {
      const room = matchMedia(ROOM_FOR_TWO);
      room.addEventListener('change', told);
      return () => room.removeEventListener('change', told);
    },
    () => matchMedia(ROOM_FOR_TWO).matches,
  );
}

export const nameOfTerminal = (one: DeviceTerminal): string => (one.owner ? words.of(one.owner) : words.own(one.number));

/** One tab for each terminal of the device. */
export function Strip({ shells }: { shells: DeviceTerminals }) {
  const [closing, setClosing] = useState<DeviceTerminal>();
  const [failure, setFailure] = useState<unknown>();
  const list = useRef<HTMLDivElement>(null);
  const room = useRoomForTwo();
  const close = (one: DeviceTerminal) => void shells.close(one).catch(setFailure);
  const wantsToClose = (one: DeviceTerminal) => (wouldBeMissed(one) ? setClosing(one) : close(one));
  const focus = (place: number) => {
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>('[role=tab]');
    buttons?.item((place + buttons.length) % buttons.length).focus();
  };
  const pressed = (event: KeyboardEvent, one: DeviceTerminal, place: number) => {
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) focus(to);
    else if (event.key === 'Delete') wantsToClose(one);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="terminal-strip">
        <div className="terminal-tabs" role="tablist" aria-label={words.label} ref={list}>
          {shells.all.map((one, place) => (
            <button
              key={one.number}
              type="button"
              role="tab"
              id={`terminal-tab-${one.number}`}
              className="terminal-tab"
              aria-selected={one === shells.current}
              aria-controls={shells.panes.includes(one) ? `terminal-${one.number}` : undefined}
              aria-keyshortcuts={place < 9 ? `Delete Control+Shift+${place + 1}` : 'Delete'}
              tabIndex={one === shells.current ? 0 : -1}
              onClick={() => shells.show(one)}
              onAuxClick={event => event.button === 1 && wantsToClose(one)}
              onKeyDown={event => pressed(event, one, place)}
            >
              <span className={`terminal-dot ${one.phase.is}`} aria-hidden />
              <bdi>{nameOfTerminal(one)}</bdi>
              {(one.phase.is === 'ended' || one.phase.is === 'lost') && <span className="terminal-tab-state">({words[one.phase.is]})</span>}
              {/* The keyboard's way is the key Delete */}
              <span
                className="terminal-tab-close"
                aria-hidden
                title={words.closeTip}
                onClick={event => {
                  event.stopPropagation();
                  wantsToClose(one);
                }}
              >
                ×
              </span>
            </button>
          ))}
        </div>
        <Button variant="link" size="sm" onClick={() => shells.more()}>
          {words.more}
        </Button>
        {room && (
          <Button variant="link" size="sm" onClick={() => shells.sideBySide()}>
            {shells.panes.length > 1 ? words.single : words.side}
          </Button>
        )}
      </div>
      {failure !== undefined && <Failure cause={failure} />}
      {closing && (
        <Modal isOpen variant="small" onClose={() => setClosing(undefined)} aria-labelledby="close-title" aria-describedby="close-body">
          <ModalHeader labelId="close-title" title={words.closeTitle} />
          <ModalBody id="close-body">
            {onlookers(closing) ? words.closeWatched(onlookers(closing)) : words.closeProgram}
          </ModalBody>
          <ModalFooter>
            <Button
              variant="danger"
              autoFocus
              onClick={() => {
                setClosing(undefined);
                close(closing);
              }}
            >
              {words.closeIt}
            </Button>
            <Button variant="link" onClick={() => setClosing(undefined)}>
              {texts.access.cancel}
            </Button>
          </ModalFooter>
        </Modal>
      )}
    </>
  );
}

const onlookers = (one: DeviceTerminal): string =>
  one.guests
    .filter(guest => guest.screens > 0)
    .map(guest => guest.operator)
    .join(', ');

/** Somebody looks on, or a program would be lost. */
function wouldBeMissed(one: DeviceTerminal): boolean {
  return one.phase.is === 'live' && !one.owner && (onlookers(one) !== '' || one.screen?.full === true);
}
