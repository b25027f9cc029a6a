import { Alert, Button, Card, CardBody, CardTitle, Form, FormGroup, FormHelperText, HelperText, HelperTextItem, Switch, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answered, api, Refused, type Schemas } from '../api/client';
import { meQuery, portsQuery, queries } from '../api/queries';
import { Failure, Loading, When } from '../shell/parts';
import { texts } from '../shell/texts';
import { commented, difference, isOn, ownRules, PROTOCOLS, ruleOf, switched, within, type PortList } from './port-list';
import { works } from './session';
import { useStepUp } from './StepUp';

const words = texts.ports;

const LONGEST_COMMENT = 200;

type Told =
  | { is: 'saving' | 'enforced' | 'stored' | 'waits' }
  | { is: 'changed'; by: string | undefined; what: ReturnType<typeof difference> }
  | { is: 'refused'; cause: unknown };

/** Allowed ports. Each switch is one request, a reset is shown before it is one; nobody's change is overwritten unseen. */
export function Ports({ device }: { device: Schemas['DeviceView'] }) {
  const id = device.agent_id;
  const ports = useQuery(portsQuery(id));
  const me = useQuery(meQuery);
  const [told, setTold] = useState<Told>();
  const [rule, setRule] = useState('');
  const [comment, setComment] = useState('');
  const [resetting, setResetting] = useState(false);
  const [prove, proving] = useStepUp();

  if (ports.isPending) return <Loading />;
  if (ports.error) return <Failure cause={ports.error} again={() => void ports.refetch()} />;
  const { ceiling, defaults, version } = ports.data;
  const seen: PortList = { ports: ports.data.ports, comments: ports.data.comments };
  const reset: PortList = { ports: ports.data.default_ports, comments: {} };
  const { ports: list, comments } = resetting ? reset : seen;
  const mayChange = works(me.data);
  const busy = told?.is === 'saving';
  const changes = mayChange && !resetting;
  const path = { agent_id: id };

  const set = (wanted: string[], comments: Record<string, string>) =>
    store(() => answered(api.PUT('/api/devices/{agent_id}/ports', { params: { path }, body: { ports: wanted, comments, version } })));

  async function saveReset(): Promise<void> {
    if (await store(() => answered(api.DELETE('/api/devices/{agent_id}/ports', { params: { path, query: { version: String(version) } } })))) setResetting(false);
  }

  /** Whether it was done, or waits for somebody else. */
  async function store(send: () => Promise<{ data: unknown; status: number }>): Promise<boolean> {
    setTold({ is: 'saving' });
    try {
      const { status, data } = await prove(send);
      // The next switch is for this list, before anything is read anew
      if (status === 200) queries.setQueryData(portsQuery(id).queryKey, data as Schemas['DevicePorts']);
      setTold({ is: status === 202 ? 'waits' : device.tunnel_status === 'down' ? 'stored' : 'enforced' });
      return true;
    } catch (cause) {
      setTold(await refusal(cause));
      return false;
    } finally {
      await queries.invalidateQueries({ queryKey: ['ports', id] });
    }
  }

  async function refusal(cause: unknown): Promise<Told> {
    if (!(cause instanceof Refused) || cause.code !== 'ports_changed_meanwhile') return { is: 'refused', cause };
    try {
      const now = await queries.fetchQuery({ ...portsQuery(id), staleTime: 0 });
      return { is: 'changed', by: now.changed_by ?? undefined, what: difference(seen, now) };
    } catch (unread) {
      return { is: 'refused', cause: unread };
    }
  }

  const without = (gone: string) => list.filter(one => one !== gone);

  return (
    <Card>
      <CardTitle component="h2">{words.title}</CardTitle>
      <CardBody>
        <p>{words.body}</p>
        {(defaults || resetting) && <p className="port-note">{resetting ? words.resetting : words.defaults}</p>}
        {ports.data.changed_by && (
          <p className="port-note">
            {words.lastChange} <bdi>{ports.data.changed_by}</bdi>, <When at={ports.data.changed_at} />
          </p>
        )}
        {!mayChange && <p className="port-note">{words.readOnly}</p>}
        <div aria-live="polite">
          {told && <Result told={told} />}
          {resetting && (
            <Unsaved what={difference(seen, reset)} busy={busy} save={() => void saveReset()} discard={() => setResetting(false)} />
          )}
        </div>
        {PROTOCOLS.map(protocol => {
          const on = isOn(protocol, list);
          const key = protocol.name.replaceAll(' ', '-');
          const beyond = !on && !within(protocol.rules, ceiling);
          return (
            <div key={protocol.name} className="port-row">
              <div>
                <div id={`port-${key}`}>{protocol.name}</div>
                <div className="port-note">{beyond ? words.beyond : protocol.rules.join(', ')}</div>
              </div>
              <Switch
                aria-labelledby={`port-${key}`}
                id={`switch-${key}`}
                isChecked={on}
                isDisabled={busy || !changes || beyond}
                onChange={(_event, wanted) => {
                  const next = switched(protocol, list, wanted);
                  void set(next, commented(seen, next));
                }}
              />
            </div>
          );
        })}
        {ownRules(list).map(own => (
          <div key={own} className="port-row">
            <div>
              <code>{own}</code>
              <div className="port-note breakable">
                <bdi>{comments[own]}</bdi>
              </div>
            </div>
            {changes && (
              <div>
                <Button
                  variant="link"
                  isDisabled={busy}
                  onClick={() => {
                    setRule(own);
                    setComment(seen.comments[own] ?? '');
                  }}
                >
                  {words.edit(own)}
                </Button>
                <Button variant="link" isDisabled={busy} onClick={() => void set(without(own), commented(seen, without(own)))}>
                  {words.remove(own)}
                </Button>
              </div>
            )}
          </div>
        ))}
        {changes && !defaults && (
          <Button
            variant="secondary"
            className="port-reset"
            isDisabled={busy}
            onClick={() => {
              setTold(undefined);
              setResetting(true);
            }}
          >
            {words.reset}
          </Button>
        )}
        {changes && (
          <Own
            busy={busy}
            rule={rule}
            setRule={setRule}
            comment={comment}
            setComment={setComment}
            save={async own => {
              const next = list.includes(own) ? [...list] : [...list, own];
              // What was typed stays until it is stored
              if (await set(next, commented(seen, next, own, comment))) {
                setRule('');
                setComment('');
              }
            }}
          />
        )}
      </CardBody>
      {proving}
    </Card>
  );
}

const VARIANT = { saving: 'info', enforced: 'success', stored: 'success', waits: 'warning' } as const;

function Result({ told }: { told: Told }) {
  if (told.is === 'refused') return <Failure cause={told.cause} />;
  if (told.is !== 'changed') return <Alert component="h2" isInline isPlain variant={VARIANT[told.is]} title={words[told.is]} />;
  const { opened, closed, commented: changed } = told.what;
  return (
    <Alert component="h2" isInline variant="warning" title={words.changed}>
      {told.by && (
        <p>
          {words.lastChange} <bdi>{told.by}</bdi>
        </p>
      )}
      {opened.length > 0 && <p>{words.opened(opened.join(', '))}</p>}
      {closed.length > 0 && <p>{words.closed(closed.join(', '))}</p>}
      {changed.length > 0 && <p>{words.commented(changed.join(', '))}</p>}
    </Alert>
  );
}

/** What is shown and not stored. */
function Unsaved({ what, busy, save, discard }: { what: ReturnType<typeof difference>; busy: boolean; save: () => void; discard: () => void }) {
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={words.unsaved}
      actionLinks={
        <>
          <Button size="sm" isDisabled={busy} onClick={save}>
            {words.add}
          </Button>
          <Button size="sm" variant="link" isDisabled={busy} onClick={discard}>
            {words.discard}
          </Button>
        </>
      }
    >
      {what.opened.length > 0 && <p>{words.opens(what.opened.join(', '))}</p>}
      {what.closed.length > 0 && <p>{words.closes(what.closed.join(', '))}</p>}
      {what.opened.length === 0 && what.closed.length === 0 && <p>{words.same}</p>}
    </Alert>
  );
}

type OwnProps = {
  busy: boolean;
  rule: string;
  setRule: (text: string) => void;
  comment: string;
  setComment: (text: string) => void;
  save: (rule: string) => Promise<void>;
};

function Own({ busy, rule, setRule, comment, setComment, save }: OwnProps) {
  const [bad, setBad] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    const own = ruleOf(rule);
    setBad(own === undefined);
    if (own !== undefined) void save(own);
  }
  return (
    <Form onSubmit={submit} className="port-add steps">
      <FormGroup label={words.own} fieldId="own-rule">
        <TextInput id="own-rule" value={rule} validated={bad ? 'error' : 'default'} aria-describedby="own-help" onChange={(_event, value) => setRule(value)} />
        <FormHelperText>
          <HelperText id="own-help">
            <HelperTextItem variant={bad ? 'error' : 'default'}>{bad ? words.bad : words.ownHelp}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      <FormGroup label={words.comment} fieldId="own-comment">
        <TextInput id="own-comment" value={comment} maxLength={LONGEST_COMMENT} onChange={(_event, value) => setComment(value)} />
      </FormGroup>
      <Button type="submit" variant="secondary" isDisabled={busy || !rule.trim()}>
        {words.add}
      </Button>
    </Form>
  );
}
