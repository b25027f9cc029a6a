import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { tunnelQuery } from '../api/queries';
import { Failure, useNow } from '../shell/parts';
import { texts } from '../shell/texts';
import type { DeviceTerminal } from './device-terminal';
import type { DeviceTerminals } from './device-terminals';
import { Held, KeepOpen } from './KeepOpen';
import { SendKey } from './SendKey';
import { Guests, ShareDialog } from './Share';

const words = texts.terminal;

/** Who is there, and what can be done with the current terminal. */
export function Bar({ shells, panes }: { shells: DeviceTerminals; panes: React.RefObject<HTMLDivElement | null> }) {
  const tunnel = useQuery(tunnelQuery(shells.device));
  const [failure, setFailure] = useState<unknown>();
  const [sharing, setSharing] = useState(false);
  const out = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    shells.onWantsOut = () => out.current?.focus();
    return () => {
      shells.onWantsOut = undefined;
    };
  }, [shells]);
  const { current } = shells;
  const { screen, phase } = current;
  const inTunnel = shells.all.some(one => one.phase.is !== 'ended' && one.phase.is !== 'idle');
  const live = phase.is === 'live';
  const names = tunnel.data?.operators ?? [];
  return (
    <>
      <div className="terminal-bar" role="toolbar" aria-label={words.tools}>
        {names.length > 0 && inTunnel && (
          <span>
            {words.people} <strong><bdi>{names.join(', ')}</bdi></strong>
          </span>
        )}
        {live && <Latency terminal={current} />}
        {inTunnel && tunnel.data?.hold && <Held hold={tunnel.data.hold} />}
        <span className="grow" />
        {live && !current.owner && (
          <Button variant="link" size="sm" aria-haspopup="dialog" onClick={() => setSharing(true)}>{words.share.button}</Button>
        )}
        {live && current.may !== 'watch' && <SendKey terminal={current} />}
        {inTunnel && tunnel.data?.tunnel_id && <KeepOpen device={shells.device} tunnel={tunnel.data.tunnel_id} held={tunnel.data.hold != null} />}
        {screen && phase.is !== 'opening' && (
          <>
            <Button variant="link" size="sm" onClick={() => current.change({ searching: !current.searching })}>{words.searchButton}</Button>
            <Button variant="link" size="sm" aria-label={words.smaller} onClick={() => screen.fontSize(-1)}>A−</Button>
            <Button variant="link" size="sm" aria-label={words.larger} onClick={() => screen.fontSize(1)}>A+</Button>
            <Button variant="link" size="sm" onClick={() => download(screen.text())}>{words.download}</Button>
            <Button variant="link" size="sm" onClick={() => void panes.current?.requestFullscreen().catch(setFailure)}>{words.full}</Button>
          </>
        )}
        {inTunnel && (
          <Button ref={out} variant="secondary" size="sm" isDanger onClick={() => void shells.disconnect().catch(setFailure)}>
            {words.disconnect}
          </Button>
        )}
      </div>
      {live && current.guests.length > 0 && <Guests terminal={current} />}
      {failure !== undefined && <Failure cause={failure} />}
      {sharing && live && <ShareDialog terminal={current} names={names} close={() => setSharing(false)} />}
    </>
  );
}

function Latency({ terminal }: { terminal: DeviceTerminal }) {
  useNow();
  const middle = terminal.trip.middle;
  if (middle === undefined) return null;
  return (
    <span title={words.latencyTip}>
      {words.latencyLabel} <strong>{words.latency(middle)}</strong>
    </span>
  );
}

function download(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = 'powershell.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}
