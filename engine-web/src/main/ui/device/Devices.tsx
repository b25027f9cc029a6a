import { Button, FormSelect, FormSelectOption, Label, PageSection, SearchInput, Title, ToggleGroup, ToggleGroupItem, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { devicesQuery } from '../api/queries';
import { Listed, Nothing, When } from '../shell/parts';
import { devicesRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { listingOf, SORTS, sortedBy, type DevicesAt, type Sort } from './listing';
import { Views } from './Views';

const words = texts.device;

export const nameOf = (device: Schemas['DeviceView']): string => device.name || device.hostname;

/** Search, filter, order and page are the address; the Engine does the searching and sorting, over all devices. */
export function Devices() {
  const at = devicesRoute.useSearch();
  const navigate = devicesRoute.useNavigate();
  const devices = useQuery(devicesQuery(at));
  const [typed, setTyped] = useState(at.search ?? '');
  const go = (search: DevicesAt) => void navigate({ search });
  const find = (search: string) => go({ ...at, search: search || undefined, after: undefined });
  const sort = (by: Sort | undefined, descending: boolean) => go(sortedBy(at, by, descending));

  return (
    <PageSection>
      <Title headingLevel="h1">{words.title}</Title>
      <Listed
        query={devices}
        head={
          <>
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
                <ToggleGroupItem text={words.present} isSelected={!at.removed} onChange={() => go({ ...at, removed: undefined, after: undefined })} />
                <ToggleGroupItem text={words.removed} isSelected={at.removed === true} onChange={() => go({ ...at, removed: true, after: undefined })} />
              </ToggleGroup>
            </ToolbarItem>
            <ToolbarItem>
              <Views
                at={at}
                go={listing => {
                  setTyped(listing.search ?? '');
                  go(listing);
                }}
              />
            </ToolbarItem>
            {/* Where the list is narrow it has no heads */}
            <ToolbarItem visibility={{ default: 'visible', md: 'hidden' }}>
              <SortChoice at={at} sort={sort} />
            </ToolbarItem>
          </>
        }
        empty={
          at.search || at.removed || at.after ? (
            <Nothing
              {...words.nothing}
              action={
                <Button
                  variant="link"
                  onClick={() => {
                    setTyped('');
                    go({});
                  }}
                >
                  {words.nothing.clear}
                </Button>
              }
            />
          ) : (
            <Nothing {...words.empty} />
          )
        }
        first={at.after && <Link to="/devices" search={listingOf(at)}>{texts.first}</Link>}
        next={last => <Link to="/devices" search={{ ...at, after: last.agent_id }}>{texts.more}</Link>}
      >
        {page => <List devices={page} at={at} sort={sort} />}
      </Listed>
    </PageSection>
  );
}

type Sorting = { at: DevicesAt; sort: (by: Sort | undefined, descending: boolean) => void };

function SortChoice({ at, sort }: Sorting) {
  return (
    <FormSelect
      aria-label={words.sort}
      value={at.sort ? `${at.sort} ${at.order ?? 'asc'}` : ''}
      onChange={(_event, value) => {
        const [by, order] = value.split(' ');
        sort(SORTS.find(one => one === by), order === 'desc');
      }}
    >
      <FormSelectOption value="" label={words.unsorted} />
      {SORTS.flatMap(by => [
        <FormSelectOption key={`${by} asc`} value={`${by} asc`} label={words.ascending(words[by])} />,
        <FormSelectOption key={`${by} desc`} value={`${by} desc`} label={words.descending(words[by])} />,
      ])}
    </FormSelect>
  );
}

function List({ devices, at, sort }: Sorting & { devices: Schemas['DeviceView'][] }) {
  return (
    <Table aria-label={words.title} variant="compact">
      <Thead>
        <Tr>
          {SORTS.map((by, column) => (
            <Th
              key={by}
              // A head that is cut off changes under the pointer to show its tooltip, and the click is lost
              modifier="nowrap"
              sort={{
                columnIndex: column,
                sortBy: { index: at.sort && SORTS.indexOf(at.sort), direction: at.order ?? 'asc' },
                onSort: (_event, _column, direction) => sort(by, direction === 'desc'),
              }}
            >
              {words[by]}
            </Th>
          ))}
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
