import { Button, Modal, ModalBody, ModalFooter, ModalHeader, PageSection, Title } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { may } from '../access/session';
import { useStepUp } from '../access/StepUp';
import { api, granted, type Schemas } from '../api/client';
import { deviceQuery, meQuery, tunnelsQuery } from '../api/queries';
import { nameOf, TunnelLabel } from '../device/Devices';
import { bytes } from '../shell/format';
import { Countdown, Failure, Listed, Nothing, When } from '../shell/parts';
import { tunnelsRoute } from '../shell/router';
import { texts } from '../shell/texts';

const words = texts.tunnel;

export function Tunnels() {
  const { after } = tunnelsRoute.useSearch();
  const tunnels = useQuery(tunnelsQuery(after));
  const me = useQuery(meQuery);
  const [ending, setEnding] = useState<string>();
  return (
    <PageSection>
      <Title headingLevel="h1">{words.title}</Title>
      <Listed
        query={tunnels}
        empty={<Nothing {...words.empty} />}
        first={after && <Link to="/tunnels">{texts.first}</Link>}
        next={last => <Link to="/tunnels" search={{ after: last.agent_id }}>{texts.more}</Link>}
      >
        {page => (
          <Table aria-label={words.title} variant="compact">
            <Thead>
              <Tr>
                <Th>{texts.device.name}</Th>
                <Th>{texts.device.state}</Th>
                <Th modifier="fitContent">{words.operators}</Th>
                <Th>{words.since}</Th>
                <Th>{words.handshake}</Th>
                <Th modifier="wrap">{words.bytes}</Th>
                <Th modifier="wrap">{words.idle}</Th>
                {may(me.data, 'admin') && <Th screenReaderText={words.endAll} />}
              </Tr>
            </Thead>
            <Tbody>
              {page.map(tunnel => (
                <Row key={tunnel.agent_id} tunnel={tunnel} end={may(me.data, 'admin') ? () => setEnding(tunnel.agent_id) : undefined} />
              ))}
            </Tbody>
          </Table>
        )}
      </Listed>
      {ending && <EndForAll device={ending} close={() => setEnding(undefined)} />}
    </PageSection>
  );
}

function Row({ tunnel, end }: { tunnel: Schemas['TunnelView']; end: (() => void) | undefined }) {
  const device = useQuery(deviceQuery(tunnel.agent_id));
  return (
    <Tr>
      <Td dataLabel={texts.device.name} className="breakable">
        <Link to="/devices/$agentId" params={{ agentId: tunnel.agent_id }}>
          <bdi>{device.data ? nameOf(device.data) : tunnel.agent_id}</bdi>
        </Link>
      </Td>
      <Td dataLabel={texts.device.state}>
        <TunnelLabel status={tunnel.status} />
      </Td>
      <Td dataLabel={words.operators} className="breakable">
        <bdi>{tunnel.operators.join(', ')}</bdi>
      </Td>
      <Td dataLabel={words.since}>
        <When at={tunnel.opened_at} />
      </Td>
      <Td dataLabel={words.handshake}>
        <When at={tunnel.last_handshake_at} />
      </Td>
      <Td dataLabel={words.bytes}>
        {bytes(tunnel.received_bytes)} / {bytes(tunnel.sent_bytes)}
      </Td>
      <Td dataLabel={words.idle}>
        {tunnel.idle_deadline ? <Countdown until={tunnel.idle_deadline} /> : texts.none}
      </Td>
      {end && (
        <Td>
          <Button variant="secondary" size="sm" isDanger onClick={end}>
            {words.endAll}
          </Button>
        </Td>
      )}
    </Tr>
  );
}

function EndForAll({ device, close }: { device: string; close: () => void }) {
  const found = useQuery(deviceQuery(device));
  const [failure, setFailure] = useState<unknown>();
  const [prove, proving] = useStepUp();
  const end = () =>
    prove(() => granted(api.DELETE('/api/tunnel/disconnect', { params: { query: { agent_id: device, all: 'true' } } })))
      .then(close)
      .catch(setFailure);
  return (
    <>
      <Modal isOpen variant="small" onClose={close} aria-labelledby="end-title" aria-describedby="end-body">
        <ModalHeader labelId="end-title" title={words.endAllTitle(found.data ? nameOf(found.data) : device)} />
        <ModalBody id="end-body">
          {words.endAllBody}
          {failure !== undefined && <Failure cause={failure} />}
        </ModalBody>
        <ModalFooter>
          <Button variant="danger" onClick={() => void end()}>
            {words.endAll}
          </Button>
          <Button variant="link" onClick={close}>
            {texts.access.cancel}
          </Button>
        </ModalFooter>
      </Modal>
      {proving}
    </>
  );
}
