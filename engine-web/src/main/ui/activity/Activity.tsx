import { PageSection, Title } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { may } from '../access/session';
import { meQuery } from '../api/queries';
import { eventName } from '../shell/format';
import { Nothing, When } from '../shell/parts';
import { activityRoute, deviceRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { feed } from './feed';
import { History } from './History';

const words = texts.activity;

/** Beneath it stands the history, which goes on where this ends. */
const NEWEST = 5;

/** The history is for those who look into it afterwards; everybody sees what happens. */
const useReads = (): boolean => may(useQuery(meQuery).data, 'auditor', 'admin');

export function ActivityPage() {
  const reads = useReads();
  const at = activityRoute.useSearch();
  const navigate = activityRoute.useNavigate();
  return (
    <PageSection>
      <Title headingLevel="h1">{words.title}</Title>
      <Feed device={undefined} most={reads ? NEWEST : undefined} />
      {reads && <History at={at} device={undefined} go={search => void navigate({ search })} />}
    </PageSection>
  );
}

/** What happened to one device, on its page. */
export function DeviceActivity({ device }: { device: string }) {
  const reads = useReads();
  const at = deviceRoute.useSearch();
  const navigate = deviceRoute.useNavigate();
  return (
    <>
      <Feed device={device} most={reads ? NEWEST : undefined} />
      {reads && (
        <History key={device} at={at} device={device} go={search => void navigate({ search: { tab: 'activity', ...search } })} />
      )}
    </>
  );
}

/**
 * @param device only what is about this one
 * @param most no more than these
 */
function Feed({ device, most }: { device: string | undefined; most: number | undefined }) {
  const all = useSyncExternalStore(feed.watch, feed.snapshot);
  const shown = (device ? all.filter(one => one.agent_id === device) : all).slice(0, most);
  return (
    <>
      <p className="steps">{most === undefined ? words.body : words.live}</p>
      {shown.length === 0 && most === undefined && <Nothing {...words.empty} />}
      {shown.length > 0 && (
        <Table aria-label={words.title} variant="compact">
          <Thead>
            <Tr>
              <Th>{words.when}</Th>
              <Th>{words.what}</Th>
              <Th>{words.who}</Th>
              {!device && <Th>{words.device}</Th>}
            </Tr>
          </Thead>
          <Tbody>
            {shown.map(one => (
              <Tr key={one.number}>
                <Td dataLabel={words.when}>
                  <When at={one.at} />
                </Td>
                <Td dataLabel={words.what}>{eventName(one.event)}</Td>
                <Td dataLabel={words.who} className="breakable">
                  <bdi>{one.operator ?? words.itself}</bdi>
                </Td>
                {!device && (
                  <Td dataLabel={words.device} className="breakable">
                    {one.agent_id ? (
                      <Link to="/devices/$agentId" params={{ agentId: one.agent_id }}>
                        {one.agent_id}
                      </Link>
                    ) : (
                      texts.none
                    )}
                  </Td>
                )}
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </>
  );
}
