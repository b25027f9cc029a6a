import { Alert, Button, ClipboardCopy, Form, FormGroup, TextInput } from '@patternfly/react-core';
import { useState, type FormEvent } from 'react';
import { api, granted } from '../api/client';
import { sentenceOf } from '../api/problems';
import { meQuery, queries } from '../api/queries';
import { texts } from '../shell/texts';

/**
 * @param known the password of this sign-in; empty after a reload, then it is asked for
 * @param about why it is changed
 */
export function ChangePassword({ known, about, done }: { known: string; about?: string; done: () => unknown }) {
  const words = texts.access.change;
  const [old, setOld] = useState(known);
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const { busy, told, act, tell } = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (fresh !== again) {
      tell(words.different);
      return;
    }
    void act(async () => {
      await granted(api.PUT('/api/account/password', { body: { old_password: old, new_password: fresh } }));
      await done();
    });
  }

  return (
    <Form onSubmit={submit}>
      <p>{about ?? words.body}</p>
      {told && <Alert component="h2" isInline variant="danger" title={told} />}
      <Whose />
      {!known && <Secret id="old" label={words.old} value={old} change={setOld} kind="current-password" />}
      <Secret id="fresh" label={words.fresh} value={fresh} change={setFresh} kind="new-password" />
      <p className="port-note">{words.freshHelp}</p>
      <Secret id="again" label={words.repeat} value={again} change={setAgain} kind="new-password" />
      <Button type="submit" isBlock isLoading={busy} isDisabled={busy || !old || !fresh}>
        {words.save}
      </Button>
    </Form>
  );
}

/**
 * Secret and recovery codes are shown this once and kept nowhere.
 *
 * @param begun told when something is shown that does not come back
 */
export function SetSecondFactor({ known, about, begun, done }: { known: string; about?: string; begun?: () => void; done: () => unknown }) {
  const words = texts.access.factor;
  const [password, setPassword] = useState(known);
  const [secret, setSecret] = useState<string>();
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState<readonly string[]>();
  const { busy, told, act } = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      if (recovery) {
        await done();
      } else if (secret === undefined) {
        setSecret((await granted(api.POST('/api/account/second-factor', { body: { password } }))).secret);
        begun?.();
      } else {
        setRecovery((await granted(api.POST('/api/account/second-factor/confirm', { body: { code: code.trim() } }))).recovery_codes);
      }
    });
  }

  return (
    <Form onSubmit={submit}>
      <p>{recovery ? words.recovery : (about ?? words.body)}</p>
      {told && <Alert component="h2" isInline variant="danger" title={told} />}
      {recovery ? (
        <ClipboardCopy isReadOnly isExpanded isCode variant="expansion" hoverTip="" clickTip="">
          {recovery.join('\n')}
        </ClipboardCopy>
      ) : (
        <>
          {!known && secret === undefined && (
            <>
              <Whose />
              <Secret id="own-password" label={texts.access.password} value={password} change={setPassword} kind="current-password" />
            </>
          )}
          {secret !== undefined && (
            <>
              <FormGroup label={words.secret} fieldId="secret">
                <TextInput id="secret" readOnlyVariant="default" value={secret} />
              </FormGroup>
              <FormGroup label={texts.access.code} fieldId="code" isRequired>
                <TextInput id="code" autoComplete="one-time-code" value={code} onChange={(_event, value) => setCode(value)} />
              </FormGroup>
            </>
          )}
        </>
      )}
      <Button type="submit" isBlock isLoading={busy} isDisabled={busy}>
        {recovery ? words.done : secret === undefined ? words.begin : words.confirm}
      </Button>
    </Form>
  );
}

/** For password managers: whose password it is. */
function Whose() {
  const name = queries.getQueryData(meQuery.queryKey)?.username ?? '';
  return <input type="text" autoComplete="username" value={name} readOnly hidden />;
}

function Secret(of: { id: string; label: string; value: string; change: (value: string) => void; kind: string }) {
  return (
    <FormGroup label={of.label} fieldId={of.id} isRequired>
      <TextInput id={of.id} type="password" isRequired autoComplete={of.kind} value={of.value} onChange={(_event, value) => of.change(value)} />
    </FormGroup>
  );
}

function useAct() {
  const [busy, setBusy] = useState(false);
  const [told, tell] = useState<string>();
  async function act(what: () => Promise<void>) {
    setBusy(true);
    tell(undefined);
    try {
      await what();
    } catch (refusal) {
      tell(sentenceOf(refusal));
    } finally {
      setBusy(false);
    }
  }
  return { busy, told, act, tell };
}
