import { Button, Label, PageSection, SearchInput, Title, ToggleGroup, ToggleGroupItem, Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { devicesQuery, PAGE } from '../api/queries';
import { Failure, Loading, Nothing, When } from '../shell/parts';
import { devicesRoute } from '../shell/router';
import { texts } from '../shell/texts';

const words = texts.device;

export const nameOf = (device: Schemas['DeviceView']): string => device.name || device.hostname;

/** Search, filter and page are the address; the Engine does the searching. */
export function Devices() {
  const at = devicesRoute.useSearch();
  const navigate = devicesRoute.useNavigate();
  const devices = useQuery(devicesQuery(at));
  const [typed, setTyped] = useState(at.search ?? '');
  const find = (search: string) => void navigate({ search: { search: search || undefined, removed: at.removed } });
  const page = devices.data?.slice(0, PAGE) ?? [];
  const last = page.at(-1);

  return (
    <>
      <PageSection>
        <Title headingLevel="h1">{words.title}</Title>
        <Toolbar>
          <ToolbarContent>
            <ToolbarItem className="device-search">
              <SearchInput
                aria-label={words.search}
                placeholder={words.search}
                value={typed}
                onChange={(_event, value) => setTyped(value)}
                onSearch={() => find(typed.trim())}
                onClear={() => {
                  setTyped('');
                  find('');
                }}
              />
            </ToolbarItem>
            <ToolbarItem>
              <ToggleGroup aria-label={words.state}>
                <ToggleGroupItem
                  text={words.present}
                  isSelected={!at.removed}
                  onChange={() => void navigate({ search: { search: at.search } })}
                />
                <ToggleGroupItem
                  text={words.removed}
                  isSelected={at.removed === true}
                  onChange={() => void navigate({ search: { search: at.search, removed: true } })}
                />
              </ToggleGroup>
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        {devices.error && <Failure cause={devices.error} again={() => void devices.refetch()} />}
        {devices.isPending && <Loading />}
        {devices.data && page.length > 0 && <List devices={page} />}
        {devices.data && page.length === 0 && (at.search || at.removed || at.after) && (
          <Nothing
            {...words.nothing}
            action={
              <Button
                variant="link"
                onClick={() => {
                  setTyped('');
                  void navigate({ search: {} });
                }}
              >
                {words.nothing.clear}
              </Button>
            }
          />
        )}
        {devices.data && page.length === 0 && !at.search && !at.removed && !at.after && <Nothing {...words.empty} />}
        <Toolbar>
          <ToolbarContent>
            {at.after && (
              <ToolbarItem>
                <Link to="/devices" search={{ ...at, after: undefined }}>
                  {texts.first}
                </Link>
              </ToolbarItem>
            )}
            {(devices.data?.length ?? 0) > PAGE && last && (
              <ToolbarItem>
                <Link to="/devices" search={{ ...at, after: last.agent_id }}>
                  {texts.more}
                </Link>
              </ToolbarItem>
            )}
          </ToolbarContent>
        </Toolbar>
      </PageSection>
    </>
  );
}

function List({ devices }: { devices: Schemas['DeviceView'][] }) {
  return (
    <Table aria-label={words.title} variant="compact">
      <Thead>
        <Tr>
          <Th>{words.name}</Th>
          <Th>{words.state}</Th>
          <Th>{words.tunnel}</Th>
          <Th>{words.os}</Th>
          <Th>{words.site}</Th>
          <Th>{words.address}</Th>
          <Th>{words.seen}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {devices.map(device => (
          <Tr key={device.agent_id}>
            <Td dataLabel={words.name} className="breakable">
              <Link to="/devices/$agentId" params={{ agentId: device.agent_id }}>
                <bdi>{nameOf(device)}</bdi>
              </Link>
            </Td>
            <Td dataLabel={words.state}>
              <State device={device} />
            </Td>
            <Td dataLabel={words.tunnel}>
              <TunnelLabel status={device.tunnel_status} />
            </Td>
            <Td dataLabel={words.os} className="breakable">
              <bdi>{device.os}</bdi>
            </Td>
            <Td dataLabel={words.site} className="breakable">
              <bdi>{device.site.name}</bdi>
            </Td>
            <Td dataLabel={words.address}>{device.virtual_ip ?? texts.none}</Td>
            <Td dataLabel={words.seen}>{device.connected ? words.connected : <When at={device.last_seen_at} />}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** What it may do, and whether it is there. */
export function State({ device }: { device: Schemas['DeviceView'] }) {
  if (device.state !== 'active') {
    return (
      <Label color="orange" isCompact>
        {words.states[device.state] ?? device.state}
      </Label>
    );
  }
  return (
    <Label color={device.connected ? 'green' : 'grey'} isCompact>
      {device.connected ? words.connected : words.away}
    </Label>
  );
}

export function TunnelLabel({ status }: { status: Schemas['TunnelStatus'] }) {
  const color = status === 'up' ? 'blue' : status === 'down' ? 'grey' : 'yellow';
  return (
    <Label color={color} isCompact variant={status === 'down' ? 'outline' : 'filled'}>
      {words.tunnels[status] ?? status}
    </Label>
  );
}
