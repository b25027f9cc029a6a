import { Button, Card, CardBody, CardFooter, CardTitle, DescriptionList, Flex, Gallery, Label, Title } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Confirm } from '../access/Confirm';
import { api, granted, type Schemas } from '../api/client';
import { enrollmentQuery, PAGE, queries } from '../api/queries';
import { Failure, Loading, Nothing, When } from '../shell/parts';
import { approvalsRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { grouped, keyInLog } from './enrollment';
import { Fact } from './Summary';

const words = texts.enrollment;

type Request = Schemas['EnrollmentView'];
type Decision = { request: Request; approve: boolean };

/** Devices whose agents asked to be enrolled, the newest first. */
export function Enrollment() {
  const { after } = approvalsRoute.useSearch();
  const requests = useQuery(enrollmentQuery(after));
  const [deciding, setDeciding] = useState<Decision>();

  if (requests.isPending) return <Loading />;
  if (requests.error) return <Failure cause={requests.error} again={() => void requests.refetch()} />;
  const page = requests.data.slice(0, PAGE);
  const waiting = page.filter(one => one.status === 'pending');
  const decided = page.filter(one => one.status !== 'pending');
  return (
    <>
      {waiting.length > 0 && (
        <>
          <Title headingLevel="h2" size="md" className="part">{words.waiting}</Title>
          <Gallery hasGutter minWidths={{ default: '100%', md: '28rem' }}>
            {waiting.map(request => (
              <Waiting key={request.request_id} request={request} decide={approve => setDeciding({ request, approve })} />
            ))}
          </Gallery>
        </>
      )}
      {waiting.length === 0 && after && <Nothing {...words.none} />}
      {waiting.length === 0 && !after && (
        <Nothing
          title={words.empty.title}
          body={words.empty.body}
          action={<Link to="/approvals" search={{ tab: 'codes', make: true }}>{words.empty.make}</Link>}
        />
      )}
      {decided.length > 0 && <Decided requests={decided} />}
      <p className="pages">
        {after && <Link to="/approvals" search={{ tab: 'devices' }}>{texts.first}</Link>}
        {requests.data.length > PAGE && <Link to="/approvals" search={{ tab: 'devices', after: page.at(-1)!.request_id }}>{texts.more}</Link>}
      </p>
      {deciding && <Decide {...deciding} close={() => setDeciding(undefined)} />}
    </>
  );
}

function Waiting({ request, decide }: { request: Request; decide: (approve: boolean) => void }) {
  return (
    <Card isFullHeight>
      <CardTitle component="h3" className="breakable"><bdi>{request.hostname}</bdi></CardTitle>
      <CardBody>
        <Key fingerprint={request.key_fingerprint} />
        <DescriptionList isHorizontal isCompact>
          <Fact term={words.system}><bdi>{request.os}</bdi></Fact>
          <Fact term={words.agent}><bdi>{request.agent_version}</bdi></Fact>
          <Fact term={words.from}>{request.remote_address}</Fact>
          <Fact term={words.site}><bdi>{request.site.name}</bdi></Fact>
          <Fact term={words.asked}><When at={request.requested_at} /></Fact>
        </DescriptionList>
      </CardBody>
      <CardFooter>
        <Flex>
          <Button variant="primary" aria-label={words.approveOf(request.hostname)} onClick={() => decide(true)}>{words.approve}</Button>
          <Button variant="secondary" aria-label={words.refuseOf(request.hostname)} onClick={() => decide(false)}>{words.refuse}</Button>
        </Flex>
      </CardFooter>
    </Card>
  );
}

/** What is compared: first as the device itself shows it. */
function Key({ fingerprint }: { fingerprint: string }) {
  return (
    <div className="key">
      <div className="port-note">{words.key}</div>
      <code className="key-short">{keyInLog(fingerprint)}</code>
      <div className="port-note">{words.fingerprint}</div>
      <code className="breakable">{grouped(fingerprint)}</code>
    </div>
  );
}

function Decide({ request, approve, close }: Decision & { close: () => void }) {
  const id = request.request_id;
  const name = <bdi>{request.hostname}</bdi>;
  const title = approve ? words.approveTitle(request.hostname) : words.refuseTitle(request.hostname);
  const decide = async () => {
    const path = { params: { path: { id } } };
    await granted(approve ? api.POST('/api/enrollment/requests/{id}/approve', path) : api.POST('/api/enrollment/requests/{id}/deny', path));
    close();
    await queries.invalidateQueries({ queryKey: ['enrollment'] });
  };
  return (
    <Confirm title={title} name={approve ? words.same : words.refuse} danger={!approve} act={decide} close={close}>
      {approve ? (
        <>
          <p>{words.compare}</p>
          <Key fingerprint={request.key_fingerprint} />
        </>
      ) : (
        <p>{name}: {words.refuseBody}</p>
      )}
    </Confirm>
  );
}

const COLORS: Readonly<Record<string, 'green' | 'red' | 'grey'>> = { approved: 'green', denied: 'red' };

function Decided({ requests }: { requests: Request[] }) {
  return (
    <>
      <Title headingLevel="h2" size="md" className="part">{words.decided}</Title>
      <Table aria-label={words.decided} variant="compact">
        <Thead>
          <Tr>
            <Th>{texts.device.name}</Th>
            <Th>{texts.device.state}</Th>
            <Th>{words.decidedBy}</Th>
            <Th>{words.asked}</Th>
            <Th>{words.from}</Th>
            <Th>{words.site}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {requests.map(request => (
            <Tr key={request.request_id}>
              <Td dataLabel={texts.device.name} className="breakable">
                {request.agent_id ? (
                  <Link to="/devices/$agentId" params={{ agentId: request.agent_id }}><bdi>{request.hostname}</bdi></Link>
                ) : (
                  <bdi>{request.hostname}</bdi>
                )}
              </Td>
              <Td dataLabel={texts.device.state}>
                <Label isCompact color={COLORS[request.status] ?? 'grey'}>{words.states[request.status] ?? request.status}</Label>
              </Td>
              <Td dataLabel={words.decidedBy} className="breakable"><bdi>{request.decided_by ?? texts.none}</bdi></Td>
              <Td dataLabel={words.asked}><When at={request.requested_at} /></Td>
              <Td dataLabel={words.from}>{request.remote_address}</Td>
              <Td dataLabel={words.site} className="breakable"><bdi>{request.site.name}</bdi></Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}
