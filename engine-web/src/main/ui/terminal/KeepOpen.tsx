import { Alert, Button, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, granted, type Schemas } from '../api/client';
import { queries, tunnelQuery } from '../api/queries';
import { left } from '../shell/format';
import { Failure, useNow, When } from '../shell/parts';
import { texts } from '../shell/texts';
import type { DeviceTerminals } from './device-terminals';

const words = texts.terminal.keep;
const HOURS = [1, 2, 4];

/** Keeps the tunnel although nobody works in it, or gives that up. */
export function KeepOpen({ device, tunnel, held }: { device: string; tunnel: string; held: boolean }) {
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const ask = (what: Promise<unknown>) => {
    setOpen(false);
    setFailure(undefined);
    void what.then(() => queries.invalidateQueries({ queryKey: ['tunnel', device] })).catch(setFailure);
  };
  const hold = (hours: number) => ask(granted(api.POST('/api/tunnel/hold', { body: { tunnel_id: tunnel, seconds: hours * 3600 } })));
  const release = () => ask(granted(api.DELETE('/api/tunnel/hold', { params: { query: { tunnel_id: tunnel } } })));
  return (
    <>
      <Dropdown
        isOpen={open}
        onOpenChange={setOpen}
        onOpenChangeKeys={['Escape']}
        popperProps={{ appendTo: 'inline', position: 'end', preventOverflow: true, maxWidth: '18rem' }}
        toggle={toggle => (
          <MenuToggle ref={toggle} variant="plainText" size="sm" isExpanded={open} onClick={() => setOpen(!open)}>
            {words.button}
          </MenuToggle>
        )}
      >
        <DropdownList>
          {HOURS.map((hours, index) => (
            <DropdownItem key={hours} onClick={() => hold(hours)} description={index === 0 ? words.help : undefined}>
              {words.hours(hours)}
            </DropdownItem>
          ))}
          {held && <DropdownItem onClick={release}>{words.release}</DropdownItem>}
        </DropdownList>
      </Dropdown>
      {failure !== undefined && <Failure cause={failure} />}
    </>
  );
}

/** Who keeps it open, and until when. */
export function Held({ hold }: { hold: NonNullable<Schemas['TunnelView']['hold']> }) {
  return (
    <span>
      {words.held(hold.by)} <strong><When at={hold.until} /></strong>
    </span>
  );
}

/** The Engine's own deadline, once it is near. */
export function IdleWarning({ shells }: { shells: DeviceTerminals }) {
  const tunnel = useQuery(tunnelQuery(shells.device));
  const now = useNow();
  const [failure, setFailure] = useState<unknown>();
  const id = tunnel.data?.tunnel_id;
  const until = tunnel.data?.idle_warning ? tunnel.data.idle_deadline : undefined;
  const title = until && texts.terminal.idleTitle(left(until, now));
  useEffect(() => {
    if (!title) return undefined;
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
  if (!title || !id) return null;
  return (
    <Alert component="h2" isInline variant="warning" title={title} actionLinks={<Button variant="link" isInline onClick={() => void shells.stay(id).catch(setFailure)}>{texts.terminal.stay}</Button>}>
      {texts.terminal.idleBody}
      {failure !== undefined && <Failure cause={failure} />}
    </Alert>
  );
}
