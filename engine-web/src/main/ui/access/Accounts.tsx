import { Button, Checkbox, FormGroup, Label, PageSection, Tab, Tabs, TabTitleText, TextInput, Title, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, granted, type Schemas } from '../api/client';
import { accountsQuery, meQuery, queries } from '../api/queries';
import { NoPage } from '../shell/Frame';
import { Listed, Nothing, When } from '../shell/parts';
import { ACCOUNTS, accountsRoute, type AccountsTab } from '../shell/router';
import { texts } from '../shell/texts';
import { Confirm } from './Confirm';
import { FirstPassword } from './FirstPassword';
import { Roles } from './Profile';
import { may, type Account, type Role } from './session';
import { Sessions } from './Sessions';

const words = texts.accounts;

/** Who may sign in, and who is. */
export function Accounts() {
  const { tab = 'accounts', after } = accountsRoute.useSearch();
  const navigate = accountsRoute.useNavigate();
  const me = useQuery(meQuery);
  if (!may(me.data, 'admin')) return <NoPage />;
  return (
    <PageSection>
      <Title headingLevel="h1">{words.title}</Title>
      <Tabs activeKey={tab} onSelect={(_event, key) => void navigate({ search: { tab: key as AccountsTab } })} aria-label={words.label}>
        {ACCOUNTS.map(one => (
          <Tab key={one} eventKey={one} title={<TabTitleText>{words.tabs[one]}</TabTitleText>} tabContentId={`tab-${one}`} />
        ))}
      </Tabs>
      <section id={`tab-${tab}`} className="tab-body" role="tabpanel" aria-label={words.tabs[tab]}>
        {tab === 'accounts' && <List />}
        {tab === 'sessions' && (
          <Sessions
            label={words.tabs.sessions}
            everybody
            after={after}
            first={<Link to="/accounts" search={{ tab: 'sessions' }}>{texts.first}</Link>}
            next={last => <Link to="/accounts" search={{ tab: 'sessions', after: last }}>{texts.more}</Link>}
          />
        )}
      </section>
      {ACCOUNTS.filter(one => one !== tab).map(one => (
        <div key={one} id={`tab-${one}`} role="tabpanel" aria-label={words.tabs[one]} hidden />
      ))}
    </PageSection>
  );
}

function List() {
  const { after, make } = accountsRoute.useSearch();
  const navigate = accountsRoute.useNavigate();
  const accounts = useQuery(accountsQuery(after));
  return (
    <>
      <Listed
        query={accounts}
        head={
          <ToolbarItem>
            <Button onClick={() => void navigate({ search: { after, make: true } })}>{words.make}</Button>
          </ToolbarItem>
        }
        empty={<Nothing {...words.empty} action={<Link to="/accounts">{texts.first}</Link>} />}
        first={after && <Link to="/accounts">{texts.first}</Link>}
        next={last => <Link to="/accounts" search={{ after: last.username }}>{texts.more}</Link>}
      >
        {page => <Page accounts={page} />}
      </Listed>
      {make && <NewAccount close={() => void navigate({ search: { after }, replace: true })} />}
    </>
  );
}

function Page({ accounts }: { accounts: Account[] }) {
  return (
    <Table aria-label={words.title} variant="compact">
      <Thead>
        <Tr>
          <Th>{words.name}</Th>
          <Th>{words.state}</Th>
          <Th>{words.roles}</Th>
          <Th modifier="nowrap">{words.kind}</Th>
          <Th modifier="nowrap">{words.factor}</Th>
          <Th>{words.made}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {accounts.map(account => (
          <Tr key={account.username}>
            <Td dataLabel={words.name} className="breakable">
              <Link to="/accounts/$username" params={{ username: account.username }}><bdi>{account.username}</bdi></Link>
            </Td>
            <Td dataLabel={words.state}><AccountState account={account} /></Td>
            <Td dataLabel={words.roles}><Roles of={account.roles} /></Td>
            <Td dataLabel={words.kind}>{account.issuer ? words.issuer : words.local}</Td>
            <Td dataLabel={words.factor}>{account.second_factor ? texts.profile.on : words.none}</Td>
            <Td dataLabel={words.made}><When at={account.created_at} /></Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

export function AccountState({ account }: { account: Account }) {
  if (account.disabled) return <Label isCompact color="grey">{words.disabled}</Label>;
  if (account.must_change_password) return <Label isCompact color="orange">{words.mustChange}</Label>;
  return <Label isCompact color="green">{words.enabled}</Label>;
}

const ROLES: readonly Role[] = ['operator', 'auditor', 'admin'];
const LONGEST_NAME = 128;

/** Which roles: the whole list. */
export function RoleChoice({ chosen, choose }: { chosen: readonly string[]; choose: (roles: string[]) => void }) {
  return (
    <FormGroup role="group" fieldId="roles" label={words.roles}>
      {ROLES.map(role => (
        <Checkbox
          key={role}
          id={`role-${role}`}
          label={words.roleNames[role]}
          description={words.roleHelp[role]}
          isChecked={chosen.includes(role)}
          onChange={(_event, on) => choose(on ? [...chosen, role] : chosen.filter(one => one !== role))}
        />
      ))}
    </FormGroup>
  );
}

function NewAccount({ close }: { close: () => void }) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<string[]>(['operator']);
  const [made, setMade] = useState<Schemas['PasswordAnswer']>();
  if (made) return <FirstPassword answer={made} close={close} />;
  const make = async () => {
    setMade(await granted(api.POST('/api/accounts', { body: { username: name.trim(), roles } })));
    await queries.invalidateQueries({ queryKey: ['accounts'] });
  };
  return (
    <Confirm title={words.make} name={words.make} ready={name.trim() !== '' && roles.length > 0} focus="account-name" act={make} close={close}>
      <p>{words.makeBody}</p>
      <FormGroup label={words.name} fieldId="account-name" isRequired>
        <TextInput id="account-name" isRequired autoComplete="off" maxLength={LONGEST_NAME} value={name} onChange={(_event, value) => setName(value)} />
      </FormGroup>
      <RoleChoice chosen={roles} choose={setRoles} />
    </Confirm>
  );
}
