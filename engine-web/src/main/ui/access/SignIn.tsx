import {
  Alert,
  Button,
  Card,
  CardBody,
  CardTitle,
  Divider,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  TextInput,
  Title,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { base } from '../api/client';
import { sentenceOf } from '../api/problems';
import { problems } from '../api/problem-texts';
import { meQuery, queries, waysQuery } from '../api/queries';
import icon from '../shell/icon.svg';
import { texts } from '../shell/texts';
import { ChangePassword, SetSecondFactor } from './Duties';
import { signIn, type Duty } from './session';

const words = texts.access;

/** @param duty of a session that is there already */
export function SignIn({ duty, ended }: { duty: Duty | undefined; ended: boolean }) {
  const [password, setPassword] = useState('');
  const [wanted, setWanted] = useState<Duty>();
  const due = wanted ?? duty;
  const enter = () => queries.resetQueries({ queryKey: meQuery.queryKey });
  return (
    <main className="sign-in">
      <Card className="sign-in-card" isLarge>
        <CardTitle>
          <div className="sign-in-head">
            <img src={icon} alt="" className="logo" />
            <Title headingLevel="h1" size="xl">
              {due === 'change_password' ? words.change.title : due === 'set_second_factor' ? words.factor.title : words.title}
            </Title>
          </div>
        </CardTitle>
        <CardBody>
          {due === 'change_password' && <ChangePassword known={password} done={enter} />}
          {due === 'set_second_factor' && <SetSecondFactor known={password} done={enter} />}
          {!due && (
            <Credentials
              ended={ended}
              entered={(used, must) => {
                setPassword(used);
                if (must) setWanted(must);
                else void enter();
              }}
            />
          )}
        </CardBody>
      </Card>
    </main>
  );
}

function Credentials({ ended, entered }: { ended: boolean; entered: (password: string, duty: Duty | undefined) => void }) {
  const ways = useQuery(waysQuery);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setTold(undefined);
    try {
      const result = await signIn(username, password, wantsCode ? code.trim() : undefined);
      if ('wantsCode' in result) {
        setWantsCode(true);
        if (result.wrong) setTold(problems.second_factor_refused);
      } else {
        entered(password, result.duty);
      }
    } catch (refusal) {
      setTold(sentenceOf(refusal));
    } finally {
      setBusy(false);
    }
  }

  const issuer = ways.data?.issuer;
  return (
    <Form onSubmit={event => void submit(event)}>
      {ended && !told && <Alert component="h2" isInline variant="info" title={problems.session_ended} />}
      {told && <Alert component="h2" isInline variant="danger" title={told} aria-live="polite" />}
      <FormGroup label={words.username} fieldId="username" isRequired>
        <TextInput id="username" name="username" autoComplete="username" autoFocus isRequired value={username} onChange={(_event, value) => setUsername(value)} />
      </FormGroup>
      <FormGroup label={words.password} fieldId="password" isRequired>
        <TextInput id="password" name="password" type="password" autoComplete="current-password" isRequired value={password} onChange={(_event, value) => setPassword(value)} />
      </FormGroup>
      {wantsCode && (
        <FormGroup label={words.code} fieldId="code" isRequired>
          <TextInput id="code" name="code" autoComplete="one-time-code" autoFocus isRequired value={code} onChange={(_event, value) => setCode(value)} />
          <FormHelperText>
            <HelperText>
              <HelperTextItem>{words.codeHelp}</HelperTextItem>
            </HelperText>
          </FormHelperText>
        </FormGroup>
      )}
      <Button type="submit" variant="primary" isBlock isLoading={busy} isDisabled={busy || !username || !password}>
        {words.signIn}
      </Button>
      {issuer && issuer.reason !== 'not_configured' && (
        <>
          <Divider />
          {issuer.open ? (
            <Button component="a" variant="secondary" isBlock href={base + issuer.address}>
              {words.company}
            </Button>
          ) : (
            <p>{words.companyOut}</p>
          )}
        </>
      )}
    </Form>
  );
}
