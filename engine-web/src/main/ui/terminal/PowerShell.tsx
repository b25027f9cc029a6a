import { Button, Content } from '@patternfly/react-core';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { texts } from '../shell/texts';
import { Bar } from './Bar';
import { IdleWarning } from './KeepOpen';
import { Offers } from './Offers';
import { Pane } from './Pane';
import { Strip, useRoomForTwo } from './Strip';
import { terminals } from './terminals';

const words = texts.terminal;

/** The live PowerShells of one device, and how they stand. */
export function PowerShell({ device }: { device: string }) {
  const shells = terminals.of(device);
  useSyncExternalStore(shells.watch, shells.snapshot);
  useEffect(() => shells.resume(), [shells]);
  const panes = useRef<HTMLDivElement>(null);
  const roomForTwo = useRoomForTwo();
  const { current } = shells;
  const shown = roomForTwo ? shells.panes : [current];
  return (
    <>
      <Offers shells={shells} />
      {!shells.opened ? (
        <Content className="steps">
          <p>{words.intro}</p>
          <Button onClick={() => void current.open()}>{words.connect}</Button>
        </Content>
      ) : (
        <>
          <Strip shells={shells} />
          <Bar shells={shells} panes={panes} />
          {shells.all.some(one => one.phase.is === 'live') && <IdleWarning shells={shells} />}
          <div className="terminal-panes" ref={panes}>
            {shown.map(one => (
              <Pane key={one.number} shells={shells} terminal={one} beside={shown.length > 1} />
            ))}
          </div>
        </>
      )}
    </>
  );
}
