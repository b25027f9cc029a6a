import {
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Grid,
  GridItem,
  LabelGroup,
  Label,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { tunnelQuery } from '../api/queries';
import { bytes } from '../shell/format';
import { Countdown, Failure, Loading, When } from '../shell/parts';
import { texts } from '../shell/texts';
import { TunnelLabel } from './Devices';

const words = texts.device;

export function Summary({ device }: { device: Schemas['DeviceView'] }) {
  return (
    <Grid hasGutter>
      <GridItem lg={6}>
        <Card isFullHeight>
          <CardTitle component="h2">{words.facts}</CardTitle>
          <CardBody>
            <DescriptionList isHorizontal isCompact>
              <Fact term={words.hostname}><bdi>{device.hostname}</bdi></Fact>
              <Fact term={words.os}><bdi>{device.os}</bdi></Fact>
              <Fact term={words.agent}>{device.agent_version}</Fact>
              <Fact term={words.site}><bdi>{device.site.name}</bdi></Fact>
              {device.tags.length > 0 && (
                <Fact term={words.tags}>
                  <LabelGroup>{device.tags.map(tag => <Label key={tag} isCompact>{tag}</Label>)}</LabelGroup>
                </Fact>
              )}
              <Fact term={words.state}>
                {words.states[device.state] ?? device.state}
                {device.state_reason && <div><bdi>{device.state_reason}</bdi></div>}
              </Fact>
              <Fact term={words.address}>{device.virtual_ip ?? texts.none}</Fact>
              <Fact term={words.seen}>{device.connected ? words.connected : <When at={device.last_seen_at} />}</Fact>
              <Fact term={words.enrolled}><When at={device.enrolled_at} /></Fact>
              <Fact term={words.fingerprint}><code>{device.key_fingerprint}</code></Fact>
              <Fact term={words.id}><code>{device.agent_id}</code></Fact>
            </DescriptionList>
          </CardBody>
        </Card>
      </GridItem>
      <GridItem lg={6}>
        <TunnelCard device={device.agent_id} />
      </GridItem>
    </Grid>
  );
}

function TunnelCard({ device }: { device: string }) {
  const tunnel = useQuery(tunnelQuery(device));
  const words = texts.tunnel;
  const now = tunnel.data;
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{now && now.status === 'down' && now.ended_at ? words.last : words.facts}</CardTitle>
      <CardBody>
        {tunnel.isPending && <Loading />}
        {tunnel.error && <Failure cause={tunnel.error} again={() => void tunnel.refetch()} />}
        {now && (
          <DescriptionList isHorizontal isCompact>
            <Fact term={texts.device.state}>
              <TunnelLabel status={now.status} />
              {now.simulated && <div>{words.simulated}</div>}
              {now.reason && <div>{words.reasons[now.reason] ?? now.reason}</div>}
              {now.detail && <div className="port-note"><bdi>{now.detail}</bdi></div>}
            </Fact>
            <Fact term={words.operators}><bdi>{now.operators.join(', ') || texts.none}</bdi></Fact>
            <Fact term={words.since}><When at={now.opened_at} /></Fact>
            <Fact term={words.handshake}><When at={now.last_handshake_at} /></Fact>
            <Fact term={words.bytes}>
              {bytes(now.received_bytes)} / {bytes(now.sent_bytes)}
            </Fact>
            {now.idle_deadline && now.status !== 'down' && <Fact term={words.idle}><Countdown until={now.idle_deadline} /></Fact>}
            {now.hold && (
              <Fact term={words.hold}>
                {words.heldBy(now.hold.by)} <When at={now.hold.until} />
              </Fact>
            )}
          </DescriptionList>
        )}
      </CardBody>
    </Card>
  );
}

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription className="breakable">{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}
