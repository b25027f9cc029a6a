import { Button, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm, Title, Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core';
import { ExpandableRowContent, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { base, Refused, type Schemas } from '../api/client';
import { activityQuery, deviceQuery, PAGE } from '../api/queries';
import { nameOf } from '../device/Devices';
import { eventName } from '../shell/format';
import { Failure, Loading, Nothing, When } from '../shell/parts';
import { texts } from '../shell/texts';
import { atOf, exportAddress, isEmpty, type At, type Filter } from './filter';
import { Filters } from './Filters';

const words = texts.activity;

/**
 * What happened before, as the address asks for it: whoever is sent the address sees the same.
 *
 * @param device only what is about this one, whatever the address says
 * @param go makes this the address
 */
export function History({ at, device, go }: { at: At; device: string | undefined; go: (at: At) => void }) {
  const { after, ...rest } = atOf(at);
  const asked: Filter = device ? { ...rest, agent_id: device } : rest;
  const own: Filter = device ? { ...rest, agent_id: undefined } : rest;
  const rows = useQuery(activityQuery(asked, after));
  const page = rows.data?.slice(0, PAGE) ?? [];
  const last = page.at(-1);
  return (
    <>
      <Title headingLevel="h2" className="history-head">
        {words.history}
      </Title>
      {/* Somebody who goes back sees in the fields what the address asked for then */}
      <Filters key={JSON.stringify(own)} filter={own} ofDevice={device !== undefined} go={go} />
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <Button variant="secondary" onClick={() => (after ? go(own) : void rows.refetch())}>
              {words.newest}
            </Button>
          </ToolbarItem>
          <ToolbarItem>
            <Button variant="link" component="a" href={exportAddress(base, asked, 'csv')} download>
              {words.csv}
            </Button>
          </ToolbarItem>
          <ToolbarItem>
            <Button variant="link" component="a" href={exportAddress(base, asked, 'json')} download>
              {words.json}
            </Button>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {rows.isPending && <Loading />}
      {rows.error && <Failure cause={rows.error} again={() => void rows.refetch()} />}
      {rows.error instanceof Refused && rows.error.status === 400 && <p>{rows.error.detail}</p>}
      {rows.data && page.length > 0 && <Rows rows={page} ofDevice={device !== undefined} />}
      {rows.data && page.length === 0 && isEmpty(own) && !after && <Nothing {...words.noHistory} />}
      {rows.data && page.length === 0 && (!isEmpty(own) || after) && (
        <Nothing
          {...words.nothing}
          action={
            <Button variant="link" onClick={() => go({})}>
              {words.nothing.clear}
            </Button>
          }
        />
      )}
      <Toolbar>
        <ToolbarContent>
          {after && (
            <ToolbarItem>
              <Button variant="link" onClick={() => go(own)}>
                {texts.first}
              </Button>
            </ToolbarItem>
          )}
          {(rows.data?.length ?? 0) > PAGE && last && (
            <ToolbarItem>
              <Button variant="link" onClick={() => go({ ...own, after: String(last.activity_id) })}>
                {texts.more}
              </Button>
            </ToolbarItem>
          )}
        </ToolbarContent>
      </Toolbar>
    </>
  );
}

type Row = Schemas['ActivityView'];

function Rows({ rows, ofDevice }: { rows: Row[]; ofDevice: boolean }) {
  const [open, setOpen] = useState<number>();
  const columns = ofDevice ? 6 : 7;
  return (
    <Table aria-label={words.history} variant="compact">
      <Thead>
        <Tr>
          <Th screenReaderText={words.details} />
          <Th>{words.when}</Th>
          <Th>{words.what}</Th>
          <Th>{words.who}</Th>
          {!ofDevice && <Th>{words.device}</Th>}
          <Th>{words.address}</Th>
          <Th>{words.detail}</Th>
        </Tr>
      </Thead>
      {rows.map((row, index) => {
        const isOpen = open === row.activity_id;
        return (
          <Tbody key={row.activity_id} isExpanded={isOpen}>
            <Tr>
              <Td
                expand={{
                  rowIndex: index,
                  isExpanded: isOpen,
                  onToggle: () => setOpen(isOpen ? undefined : row.activity_id),
                  expandId: 'activity-row',
                }}
              />
              <Td dataLabel={words.when}>
                <When at={row.at} />
              </Td>
              <Td dataLabel={words.what}>{eventName(row.event)}</Td>
              <Td dataLabel={words.who} className="breakable">
                <bdi>{row.operator ?? words.itself}</bdi>
              </Td>
              {!ofDevice && (
                <Td dataLabel={words.device} className="breakable">
                  {row.agent_id ? <DeviceName id={row.agent_id} /> : texts.none}
                </Td>
              )}
              <Td dataLabel={words.address}>{row.address ?? texts.none}</Td>
              <Td dataLabel={words.detail} className="breakable history-detail">
                <bdi>{row.detail ?? texts.none}</bdi>
              </Td>
            </Tr>
            {isOpen && (
              <Tr isExpanded>
                <Td colSpan={columns}>
                  <ExpandableRowContent>
                    <Details row={row} />
                  </ExpandableRowContent>
                </Td>
              </Tr>
            )}
          </Tbody>
        );
      })}
    </Table>
  );
}

function DeviceName({ id }: { id: string }) {
  const device = useQuery({ ...deviceQuery(id), retry: false });
  return (
    <Link to="/devices/$agentId" params={{ agentId: id }} search={{ tab: 'activity' }}>
      <bdi>{device.data ? nameOf(device.data) : id}</bdi>
    </Link>
  );
}

/** All that is kept of it, as it is kept. */
function Details({ row }: { row: Row }) {
  const facts: [string, string | undefined][] = [
    [words.number, String(row.activity_id)],
    [words.utc, row.at],
    [words.event, row.event],
    [words.deviceId, row.agent_id ?? undefined],
    [words.tunnel, row.tunnel_id ?? undefined],
    [words.operator, row.operator ?? undefined],
    [words.address, row.address ?? undefined],
    [words.detail, row.detail ?? undefined],
  ];
  return (
    <DescriptionList isHorizontal isCompact>
      {facts.map(([name, value]) => (
        <DescriptionListGroup key={name}>
          <DescriptionListTerm>{name}</DescriptionListTerm>
          <DescriptionListDescription className="breakable">
            <bdi>{value ?? texts.none}</bdi>
          </DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  );
}
