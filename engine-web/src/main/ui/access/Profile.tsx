import { Alert, Card, CardBody, CardTitle, DescriptionList, Form, FormGroup, Grid, GridItem, Label, LabelGroup, PageSection, TextInput, Title, Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, granted } from '../api/client';
import { meQuery, queries } from '../api/queries';
import { Fact } from '../device/Summary';
import { Failure, Loading, When } from '../shell/parts';
import { profileRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { ChangePassword, SetSecondFactor } from './Duties';
import type { Account } from './session';
import { Sessions } from './Sessions';

const words = texts.profile;

/** One's own account, and where one is signed in. */
export function Profile() {
  const { after } = profileRoute.useSearch();
  const me = useQuery(meQuery);
  if (!me.data) return <PageSection><Loading /></PageSection>;
  const local = !me.data.issuer;
  return (
    <PageSection>
      <Title headingLevel="h1">{words.title}</Title>
      <Grid hasGutter>
        <GridItem lg={local ? 4 : 12}>
          <Facts account={me.data} />
        </GridItem>
        {local && (
          <>
            <GridItem lg={4}>
              <Password />
            </GridItem>
            <GridItem lg={4}>
              <Factor set={me.data.second_factor} />
            </GridItem>
          </>
        )}
        <GridItem span={12}>
          <Card>
            <CardTitle component="h2">{words.sessions}</CardTitle>
            <CardBody>
              <Sessions
                label={words.sessions}
                everybody={false}
                after={after}
                first={<Link to="/profile">{texts.first}</Link>}
                next={last => <Link to="/profile" search={{ after: last }}>{texts.more}</Link>}
              />
            </CardBody>
          </Card>
        </GridItem>
      </Grid>
    </PageSection>
  );
}

function Facts({ account }: { account: Account }) {
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{words.account}</CardTitle>
      <CardBody>
        <DescriptionList isCompact>
          <Fact term={words.name}><bdi>{account.username}</bdi></Fact>
          <Fact term={words.roles}><Roles of={account.roles} /></Fact>
          {!account.issuer && <Fact term={words.passwordSet}><When at={account.password_set_at} /></Fact>}
        </DescriptionList>
        {account.issuer && <p>{words.issuer}</p>}
      </CardBody>
    </Card>
  );
}

const NAMES: Readonly<Record<string, string>> = texts.accounts.roleNames;

export function Roles({ of }: { of: readonly string[] }) {
  return (
    <LabelGroup>
      {of.map(role => (
        <Label key={role} isCompact color={role === 'admin' ? 'purple' : 'blue'}>{NAMES[role] ?? role}</Label>
      ))}
    </LabelGroup>
  );
}

function Password() {
  // Another one is an empty form
  const [times, setTimes] = useState(0);
  const done = () => {
    setTimes(times + 1);
    return Promise.all([queries.invalidateQueries({ queryKey: ['me'] }), queries.invalidateQueries({ queryKey: ['sessions'] })]);
  };
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{words.password}</CardTitle>
      <CardBody>
        <div role="status">{times > 0 && <Alert component="p" isInline isPlain variant="success" title={words.changed} />}</div>
        <ChangePassword key={times} known="" about={words.passwordBody} done={done} />
      </CardBody>
    </Card>
  );
}

function Factor({ set }: { set: boolean }) {
  // Its recovery codes are shown until they are kept, although it counts already
  const [setting, setSetting] = useState(false);
  const [removed, setRemoved] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['me'] });
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{words.factor}</CardTitle>
      <CardBody>
        <p className="part-state">
          <Label isCompact color={set ? 'green' : 'orange'}>{set ? words.on : words.off}</Label>
        </p>
        <div role="status">{removed && !set && <Alert component="p" isInline isPlain variant="success" title={words.removed} />}</div>
        {set && !setting ? (
          <RemoveFactor
            done={() => {
              setRemoved(true);
              return refresh();
            }}
          />
        ) : (
          <SetSecondFactor
            known=""
            about={words.factorOff}
            begun={() => setSetting(true)}
            done={() => {
              setSetting(false);
              setRemoved(false);
              return refresh();
            }}
          />
        )}
      </CardBody>
    </Card>
  );
}

function RemoveFactor({ done }: { done: () => Promise<unknown> }) {
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function submit(event: FormEvent) {
    event.preventDefault();
    setFailure(undefined);
    try {
      await granted(api.POST('/api/account/second-factor/remove', { body: { code: code.trim() } }));
      await done();
    } catch (refusal) {
      setFailure(refusal);
    }
  }
  return (
    <Form onSubmit={event => void submit(event)}>
      <p>{words.factorOn}</p>
      {failure !== undefined && <Failure cause={failure} />}
      <FormGroup label={texts.access.code} fieldId="remove-code" isRequired>
        <TextInput id="remove-code" isRequired autoComplete="one-time-code" value={code} onChange={(_event, value) => setCode(value)} />
      </FormGroup>
      <Button type="submit" variant="secondary" isDanger isBlock isDisabled={!code.trim()}>{words.remove}</Button>
    </Form>
  );
}
