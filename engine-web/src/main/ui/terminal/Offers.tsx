import { Alert, Button } from '@patternfly/react-core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { meQuery, terminalsQuery, tunnelQuery } from '../api/queries';
import { texts } from '../shell/texts';
import type { DeviceTerminals } from './device-terminals';

const words = texts.terminal.share;

/** Terminals that others share and that are not looked at here. */
export function Offers({ shells }: { shells: DeviceTerminals }) {
  const me = useQuery(meQuery);
  const tunnel = useQuery(tunnelQuery(shells.device));
  const { tunnel_id: id, operators = [], status } = tunnel.data ?? {};
  const { phase } = shells.current;
  const left = phase.is === 'ended' && phase.ending.why === 'you_left';
  const here = id && !left && status !== 'down' && me.data && operators.includes(me.data.username);
  const query = terminalsQuery(shells.device, id ?? '');
  const found = useQuery({ ...query, queryFn: here ? query.queryFn! : skipToken });
  const looking = new Set(shells.all.filter(one => one.phase.is !== 'ended').map(one => one.terminal));
  const offers = here ? (found.data ?? []).filter(one => one.may !== 'own' && !looking.has(one.terminal_id)) : [];
  return (
    <div aria-live="polite">
      {offers.map(one => (
        <Alert
          key={one.terminal_id}
          component="h2"
          isInline
          variant="info"
          title={words.offer(one.operator)}
          actionLinks={
            <Button variant="link" isInline onClick={() => shells.lookAt(one)}>
              {words.look}
            </Button>
          }
        >
          {one.may === 'type' ? words.offerType : words.offerWatch}
        </Alert>
      ))}
    </div>
  );
}
