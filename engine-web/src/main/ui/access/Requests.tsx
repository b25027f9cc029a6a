import { Button, Flex, Label, LabelGroup, ToggleGroup, ToggleGroupItem, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, granted, type Schemas } from '../api/client';
import { deviceQuery, meQuery, queries, requestsQuery } from '../api/queries';
import { nameOf } from '../device/Devices';
import { Countdown, Listed, Nothing, When } from '../shell/parts';
import { approvalsRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { AskForAccess } from './AskForAccess';
import { Confirm } from './Confirm';
import { may } from './session';
import { spanOf } from './time';
import { actsOn, widening, type Act } from './widening';

const words = texts.requests;

type Request = Schemas['RequestView'];

/** What people asked for, the newest first: a device for a time, or wider ports. */
export function Requests() {
  const { after, waiting, ask } = approvalsRoute.useSearch();
  const navigate = approvalsRoute.useNavigate();
  const requests = useQuery(requestsQuery({ after, waiting }));
  const me = useQuery(meQuery);
  const [acting, setActing] = useState<{ request: Request; act: Act; name: string }>();
  const here = { tab: 'access', waiting } as const;
  return (
    <>
      <p className="lead">{words.body}</p>
      <Listed
        query={requests}
        head={
          <>
            {may(me.data, 'operator') && (
              <ToolbarItem>
                <Button onClick={() => void navigate({ search: { ...here, after, ask: true } })}>{words.ask}</Button>
              </ToolbarItem>
            )}
            <ToolbarItem>
              <ToggleGroup aria-label={words.filter}>
                <ToggleGroupItem text={words.all} isSelected={!waiting} onChange={() => void navigate({ search: { tab: 'access' } })} />
                <ToggleGroupItem text={words.waiting} isSelected={waiting === true} onChange={() => void navigate({ search: { tab: 'access', waiting: true } })} />
              </ToggleGroup>
            </ToolbarItem>
          </>
        }
        empty={
          waiting || after ? (
            <Nothing {...words.nothing} action={<Link to="/approvals" search={{ tab: 'access' }}>{words.nothing.clear}</Link>} />
          ) : (
            <Nothing {...words.empty} />
          )
        }
        first={after && <Link to="/approvals" search={here}>{texts.first}</Link>}
        next={last => <Link to="/approvals" search={{ ...here, after: last.request_id }}>{texts.more}</Link>}
      >
        {page => me.data && (
          <Table aria-label={words.title} variant="compact">
            <Thead>
              <Tr>
                <Th width={20}>{words.device}</Th>
                <Th width={20}>{words.what}</Th>
                <Th width={25}>{words.who}</Th>
                <Th width={20}>{words.state}</Th>
                <Th screenReaderText={texts.approvals.title} />
              </Tr>
            </Thead>
            <Tbody>
              {page.map(request => (
                <Row key={request.request_id} request={request} acts={actsOn(request, me.data)} act={(act, name) => setActing({ request, act, name })} />
              ))}
            </Tbody>
          </Table>
        )}
      </Listed>
      {acting && <Acting {...acting} close={() => setActing(undefined)} />}
      {ask && may(me.data, 'operator') && (
        <AskForAccess device={typeof ask === 'string' ? ask : ''} close={() => void navigate({ search: { ...here, after }, replace: true })} />
      )}
    </>
  );
}

function Row({ request, acts, act }: { request: Request; acts: Act[]; act: (act: Act, name: string) => void }) {
  const device = useQuery({ ...deviceQuery(request.agent_id ?? ''), enabled: Boolean(request.agent_id) });
  const name = device.data ? nameOf(device.data) : request.asked_for;
  return (
    <Tr>
      <Td dataLabel={words.device} className="breakable">
        {request.agent_id ? (
          <Link to="/devices/$agentId" params={{ agentId: request.agent_id }}><bdi>{name}</bdi></Link>
        ) : (
          <bdi>{name}</bdi>
        )}
      </Td>
      <Td dataLabel={words.what}>
        <What request={request} />
      </Td>
      <Td dataLabel={words.who} className="breakable">
        <div><bdi>{request.asked_by}</bdi></div>
        {request.reason && <div><bdi>{request.reason}</bdi></div>}
        <div className="port-note"><When at={request.asked_at} /></div>
      </Td>
      <Td dataLabel={words.state} className="breakable">
        <Standing request={request} />
      </Td>
      <Td>
        <Flex gap={{ default: 'gapSm' }} flexWrap={{ default: 'nowrap' }}>
          {acts.map(one => (
            <Button key={one} size="sm" variant={one === 'approve' ? 'primary' : 'secondary'} isDanger={one === 'revoke'} aria-label={words.of(words[one], name)} onClick={() => act(one, name)}>
              {words[one]}
            </Button>
          ))}
        </Flex>
      </Td>
    </Tr>
  );
}

function What({ request }: { request: Request }) {
  if (request.kind === 'access') return <div>{words.access(spanOf(request.seconds ?? 0))}</div>;
  const { opens, closes } = widening(request.ports ?? [], request.ports_found ?? []);
  return (
    <>
      <div>{words.ports}</div>
      <LabelGroup numLabels={8}>
        {[
          ...opens.map(rule => <Label key={`+${rule}`} isCompact color="orange">{words.opens(rule)}</Label>),
          ...closes.map(rule => <Label key={`-${rule}`} isCompact color="grey">{words.closes(rule)}</Label>),
        ]}
      </LabelGroup>
      {!request.ports_found && <div className="port-note">{words.defaults}</div>}
    </>
  );
}

const COLORS: Readonly<Record<string, 'orange' | 'green' | 'red' | 'grey'>> = { waiting: 'orange', open: 'green', applied: 'green', refused: 'red', revoked: 'red' };

function Standing({ request }: { request: Request }) {
  const { closed_by: closedBy, decided_by: decidedBy } = request;
  return (
    <>
      <Label isCompact color={COLORS[request.status] ?? 'grey'}>{words.states[request.status] ?? request.status}</Label>
      {request.status === 'open' && request.ends_at && <div>{words.endsIn} <Countdown until={request.ends_at} /></div>}
      {decidedBy && <div className="port-note"><bdi>{words.decided(decidedBy)}</bdi></div>}
      {request.decision_reason && <div><bdi>{request.decision_reason}</bdi></div>}
      {closedBy && closedBy !== decidedBy && <div className="port-note"><bdi>{words.closed(closedBy)}</bdi></div>}
      {request.closing_reason && <div><bdi>{request.closing_reason}</bdi></div>}
    </>
  );
}

function Acting({ request, act, name, close }: { request: Request; act: Act; name: string; close: () => void }) {
  const params = { path: { request_id: request.request_id } };
  const deciding = act === 'approve' || act === 'refuse';
  const title = act === 'approve' ? words.approveTitle(request.asked_by) : act === 'refuse' ? words.refuseTitle(request.asked_by) : words.endTitle;
  const run = async (reason: string | undefined) => {
    if (act === 'approve') await granted(api.POST('/api/requests/{request_id}/approve', { params, body: { reason } }));
    else if (act === 'refuse') await granted(api.POST('/api/requests/{request_id}/refuse', { params, body: { reason } }));
    else await granted(api.DELETE('/api/requests/{request_id}', { params: { ...params, query: { reason } } }));
    close();
    await queries.invalidateQueries({ queryKey: ['requests'] });
  };
  return (
    <Confirm title={title} name={words[act]} danger={act === 'refuse' || act === 'revoke'} reason act={run} close={close}>
      <div>
        <strong className="breakable"><bdi>{name}</bdi></strong>
        <What request={request} />
        {deciding && <p className="breakable"><bdi>{request.reason}</bdi></p>}
      </div>
      {act === 'withdraw' && <p>{words.withdrawBody}</p>}
      {(act === 'revoke' || act === 'giveBack') && <p>{words.endBody}</p>}
    </Confirm>
  );
}
