import { Button, Label, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Confirm } from '../access/Confirm';
import { api, granted, type Schemas } from '../api/client';
import { allSitesQuery, codesQuery, queries } from '../api/queries';
import { Listed, Nothing, useNow, When } from '../shell/parts';
import { approvalsRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { codeState } from './enrollment';
import { NewCode } from './NewCode';

const words = texts.codes;

type Code = Schemas['CodeView'];

/** Enrollment codes without their secret. */
export function Codes() {
  const { after, make } = approvalsRoute.useSearch();
  const navigate = approvalsRoute.useNavigate();
  const codes = useQuery(codesQuery(after));
  const sites = useQuery(allSitesQuery);
  const [revoking, setRevoking] = useState<Code>();
  const siteOf = (id: string) => sites.data?.find(site => site.site_id === id)?.name ?? texts.none;
  return (
    <>
      <p className="lead">{words.body}</p>
      <Listed
        query={codes}
        head={
          <ToolbarItem>
            <Button onClick={() => void navigate({ search: { tab: 'codes', after, make: true } })}>{words.make}</Button>
          </ToolbarItem>
        }
        empty={<Nothing {...words.empty} />}
        first={after && <Link to="/approvals" search={{ tab: 'codes' }}>{texts.first}</Link>}
        next={last => <Link to="/approvals" search={{ tab: 'codes', after: last.id }}>{texts.more}</Link>}
      >
        {page => (
          <Table aria-label={words.title} variant="compact">
            <Thead>
              <Tr>
                <Th>{words.forWhat}</Th>
                <Th>{texts.device.state}</Th>
                <Th modifier="nowrap">{words.left}</Th>
                <Th>{words.expires}</Th>
                <Th modifier="wrap">{words.approvesUntil}</Th>
                <Th>{texts.device.site}</Th>
                <Th modifier="nowrap">{words.by}</Th>
                <Th screenReaderText={words.revoke} />
              </Tr>
            </Thead>
            <Tbody>
              {page.map(code => (
                <Row key={code.id} code={code} site={siteOf(code.site_id)} revoke={() => setRevoking(code)} />
              ))}
            </Tbody>
          </Table>
        )}
      </Listed>
      {make && <NewCode sites={sites.data ?? []} close={() => void navigate({ search: { tab: 'codes', after }, replace: true })} />}
      {revoking && <Revoke code={revoking} close={() => setRevoking(undefined)} />}
    </>
  );
}

function Row({ code, site, revoke }: { code: Code; site: string; revoke: () => void }) {
  const now = useNow();
  // A code goes out by itself, and nothing happens then that could be told
  const usable = code.usable && Date.parse(code.expires_at) > now;
  const state = codeState({ ...code, usable });
  const approves = code.auto_approve_until && Date.parse(code.auto_approve_until) > now;
  return (
    <Tr>
      <Td dataLabel={words.forWhat} className="breakable">
        {code.label ? <bdi>{code.label}</bdi> : <span className="port-note">{words.noLabel}</span>}
      </Td>
      <Td dataLabel={texts.device.state}>
        <Label isCompact color={state === 'usable' ? 'green' : state === 'revoked' ? 'red' : 'grey'}>{words.states[state]}</Label>
      </Td>
      <Td dataLabel={words.left}>{words.of(code.uses_left, code.uses)}</Td>
      <Td dataLabel={words.expires}><When at={code.expires_at} /></Td>
      <Td dataLabel={words.approvesUntil}>{usable && approves ? <When at={code.auto_approve_until} /> : texts.none}</Td>
      <Td dataLabel={texts.device.site} className="breakable"><bdi>{site}</bdi></Td>
      <Td dataLabel={words.by} className="breakable"><bdi>{code.created_by}</bdi></Td>
      <Td isActionCell>
        {usable && (
          <Button variant="secondary" size="sm" aria-label={words.revokeOf(code.label ?? words.noLabel)} onClick={revoke}>{words.revoke}</Button>
        )}
      </Td>
    </Tr>
  );
}

function Revoke({ code, close }: { code: Code; close: () => void }) {
  const revoke = async (reason: string | undefined) => {
    await granted(api.DELETE('/api/enrollment/codes/{id}', { params: { path: { id: code.id }, query: { reason } } }));
    close();
    await queries.invalidateQueries({ queryKey: ['codes'] });
  };
  return (
    <Confirm title={words.revokeTitle} name={words.revoke} danger reason act={revoke} close={close}>
      <p>{words.revokeBody}</p>
    </Confirm>
  );
}
