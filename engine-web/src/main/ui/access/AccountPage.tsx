import { Button, Card, CardBody, CardFooter, CardTitle, DescriptionList, Flex, Grid, GridItem, PageSection, Title } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, granted, Refused, type Schemas } from '../api/client';
import { accountQuery, meQuery, queries } from '../api/queries';
import { Fact } from '../device/Summary';
import { NoPage } from '../shell/Frame';
import { Failure, Loading, When } from '../shell/parts';
import { accountRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { AccountState, RoleChoice } from './Accounts';
import { Confirm } from './Confirm';
import { FirstPassword } from './FirstPassword';
import { Roles } from './Profile';
import { Scope } from './Scope';
import { may, type Account } from './session';

const words = texts.accounts;

type Act = 'roles' | 'state' | 'password' | 'factor';

/** One account, and what administrators settle about it. */
export function AccountPage() {
  const { username } = accountRoute.useParams();
  const me = useQuery(meQuery);
  const allowed = may(me.data, 'admin');
  const account = useQuery({ ...accountQuery(username), enabled: allowed });
  if (!allowed) return <NoPage />;
  if (account.isPending) return <PageSection><Loading /></PageSection>;
  if (account.error) {
    const gone = account.error instanceof Refused && account.error.status === 404;
    return (
      <PageSection>
        <Failure cause={account.error} again={gone ? undefined : () => void account.refetch()} />
      </PageSection>
    );
  }
  return (
    <PageSection>
      <p><Link to="/accounts">{words.title}</Link></p>
      <div className="page-head">
        <Title headingLevel="h1" className="breakable"><bdi>{username}</bdi></Title>
        <AccountState account={account.data} />
      </div>
      <Grid hasGutter>
        <GridItem lg={6}><Settled account={account.data} own={username === me.data?.username} /></GridItem>
        <GridItem lg={6}>
          <Card isFullHeight>
            <CardTitle component="h2">{words.reach}</CardTitle>
            <CardBody>
              {account.data.roles.includes('admin') ? <p>{words.adminReach}</p> : <Scope username={username} />}
            </CardBody>
          </Card>
        </GridItem>
      </Grid>
    </PageSection>
  );
}

/** The Engine lets nobody do to himself what another administrator has to do, nor here what the identity provider settles. */
function actsOn(account: Account, own: boolean): Act[] {
  const local = !account.issuer;
  return [
    ...(local ? (['roles'] as const) : []),
    ...(own ? [] : (['state'] as const)),
    ...(local && !own ? (['password'] as const) : []),
    ...(account.second_factor && !own ? (['factor'] as const) : []),
  ];
}

function Settled({ account, own }: { account: Account; own: boolean }) {
  const [acting, setActing] = useState<Act>();
  const [once, setOnce] = useState<Schemas['PasswordAnswer']>();
  const names: Record<Act, string> = {
    roles: words.changeRoles,
    state: account.disabled ? words.enable : words.disable,
    password: words.reset,
    factor: words.takeFactor,
  };
  const close = () => setActing(undefined);
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{words.facts}</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact>
          <Fact term={words.roles}><Roles of={account.roles} /></Fact>
          <Fact term={words.kind}>{account.issuer ? <bdi>{account.issuer}</bdi> : words.local}</Fact>
          <Fact term={words.factor}>{account.second_factor ? texts.profile.on : words.none}</Fact>
          {!account.issuer && <Fact term={words.passwordSet}><When at={account.password_set_at} /></Fact>}
          <Fact term={words.made}><When at={account.created_at} /></Fact>
        </DescriptionList>
      </CardBody>
      <CardFooter>
        <Flex>
          {actsOn(account, own).map(act => (
            <Button key={act} variant="secondary" isDanger={act === 'state' && !account.disabled} onClick={() => setActing(act)}>{names[act]}</Button>
          ))}
        </Flex>
      </CardFooter>
      {acting === 'roles' && <ChangeRoles account={account} close={close} />}
      {acting === 'state' && <ChangeState account={account} close={close} />}
      {acting === 'password' && (
        <ResetPassword
          account={account}
          made={answer => {
            close();
            setOnce(answer);
          }}
          close={close}
        />
      )}
      {acting === 'factor' && <TakeFactor account={account} close={close} />}
      {once && <FirstPassword answer={once} close={() => setOnce(undefined)} />}
    </Card>
  );
}

const refresh = async () => {
  await Promise.all([queries.invalidateQueries({ queryKey: ['account'] }), queries.invalidateQueries({ queryKey: ['accounts'] })]);
};

function ChangeRoles({ account, close }: { account: Account; close: () => void }) {
  const [roles, setRoles] = useState<string[]>(account.roles);
  const set = async (reason: string | undefined) => {
    await granted(api.PUT('/api/accounts/{username}/roles', { params: { path: { username: account.username } }, body: { roles, reason } }));
    close();
    await refresh();
  };
  return (
    <Confirm title={words.rolesTitle(account.username)} name={words.save} ready={roles.length > 0} reason act={set} close={close}>
      <p>{words.rolesBody}</p>
      <RoleChoice chosen={roles} choose={setRoles} />
    </Confirm>
  );
}

function ChangeState({ account, close }: { account: Account; close: () => void }) {
  const disabled = !account.disabled;
  const set = async (reason: string | undefined) => {
    await granted(api.PUT('/api/accounts/{username}/state', { params: { path: { username: account.username } }, body: { disabled, reason } }));
    close();
    await refresh();
  };
  return (
    <Confirm
      title={disabled ? words.disableTitle(account.username) : words.enableTitle(account.username)}
      name={disabled ? words.disable : words.enable}
      danger={disabled}
      reason
      act={set}
      close={close}
    >
      <p>{disabled ? words.disableBody : words.enableBody}</p>
    </Confirm>
  );
}

function ResetPassword({ account, made, close }: { account: Account; made: (answer: Schemas['PasswordAnswer']) => void; close: () => void }) {
  const reset = async (reason: string | undefined) => {
    made(await granted(api.POST('/api/accounts/{username}/password-reset', { params: { path: { username: account.username }, query: { reason } } })));
    await refresh();
  };
  return (
    <Confirm title={words.resetTitle(account.username)} name={words.reset} danger reason act={reset} close={close}>
      <p>{words.resetBody}</p>
    </Confirm>
  );
}

function TakeFactor({ account, close }: { account: Account; close: () => void }) {
  const take = async (reason: string | undefined) => {
    await granted(api.DELETE('/api/accounts/{username}/second-factor', { params: { path: { username: account.username }, query: { reason } } }));
    close();
    await refresh();
  };
  return (
    <Confirm title={words.takeFactorTitle(account.username)} name={words.takeFactor} danger reason act={take} close={close}>
      <p>{words.takeFactorBody}</p>
    </Confirm>
  );
}
