import { Alert, Button, Card, CardBody, CardTitle, Form, FormGroup, FormHelperText, HelperText, HelperTextItem, InputGroup, InputGroupItem, Switch, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answered, api, type Schemas } from '../api/client';
import { meQuery, portsQuery, queries } from '../api/queries';
import { Failure, Loading } from '../shell/parts';
import { texts } from '../shell/texts';
import { isOn, ownRules, PROTOCOLS, ruleOf, same, switched, within } from './port-list';
import { works } from './session';
import { useStepUp } from './StepUp';

const words = texts.ports;

type Told = { is: 'saving' | 'enforced' | 'stored' | 'waits' | 'changed' } | { is: 'refused'; cause: unknown };

/** Allowed ports. Each switch is one request; nobody's change is overwritten unseen. */
export function Ports({ device }: { device: Schemas['DeviceView'] }) {
  const id = device.agent_id;
  const ports = useQuery(portsQuery(id));
  const me = useQuery(meQuery);
  const [told, setTold] = useState<Told>();
  const [prove, proving] = useStepUp();

  if (ports.isPending) return <Loading />;
  if (ports.error) return <Failure cause={ports.error} again={() => void ports.refetch()} />;
  const { ports: list, ceiling, defaults } = ports.data;
  const mayChange = works(me.data);
  const busy = told?.is === 'saving';

  async function set(wanted: string[]) {
    setTold({ is: 'saving' });
    try {
      const now = await queries.fetchQuery({ ...portsQuery(id), staleTime: 0 });
      if (!same(now.ports, list)) {
        setTold({ is: 'changed' });
        return;
      }
      const { status } = await prove(() =>
        answered(api.PUT('/api/devices/{agent_id}/ports', { params: { path: { agent_id: id } }, body: { ports: wanted } })),
      );
      setTold({ is: status === 202 ? 'waits' : device.tunnel_status === 'down' ? 'stored' : 'enforced' });
    } catch (cause) {
      setTold({ is: 'refused', cause });
    } finally {
      await queries.invalidateQueries({ queryKey: ['ports', id] });
    }
  }

  return (
    <Card>
      <CardTitle component="h2">{words.title}</CardTitle>
      <CardBody>
        <p>{words.body}</p>
        {defaults && <p className="port-note">{words.defaults}</p>}
        {!mayChange && <p className="port-note">{words.readOnly}</p>}
        <div aria-live="polite">
          {told?.is === 'refused' && <Failure cause={told.cause} />}
          {told && told.is !== 'refused' && (
            <Alert component="h2" isInline isPlain variant={{ saving: 'info', enforced: 'success', stored: 'success', waits: 'warning', changed: 'warning' }[told.is] as 'info'} title={words[told.is]} />
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
                isDisabled={busy || !mayChange || beyond}
                onChange={(_event, wanted) => void set(switched(protocol, list, wanted))}
              />
            </div>
          );
        })}
        {ownRules(list).map(rule => (
          <div key={rule} className="port-row">
            <code>{rule}</code>
            {mayChange && (
              <Button variant="link" isDisabled={busy} onClick={() => void set(list.filter(one => one !== rule))}>
                {words.remove(rule)}
              </Button>
            )}
          </div>
        ))}
        {mayChange && <Own busy={busy} add={rule => set(list.includes(rule) ? list : [...list, rule])} />}
      </CardBody>
      {proving}
    </Card>
  );
}

function Own({ busy, add }: { busy: boolean; add: (rule: string) => Promise<void> }) {
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    const rule = ruleOf(text);
    setBad(rule === undefined);
    if (rule !== undefined) {
      setText('');
      void add(rule);
    }
  }
  return (
    <Form onSubmit={submit} className="port-add steps">
      <FormGroup label={words.own} fieldId="own-rule">
        <InputGroup>
          <InputGroupItem isFill>
            <TextInput id="own-rule" value={text} validated={bad ? 'error' : 'default'} aria-describedby="own-help" onChange={(_event, value) => setText(value)} />
          </InputGroupItem>
          <InputGroupItem>
            <Button type="submit" variant="control" isDisabled={busy || !text.trim()}>
              {words.add}
            </Button>
          </InputGroupItem>
        </InputGroup>
        <FormHelperText>
          <HelperText id="own-help">
            <HelperTextItem variant={bad ? 'error' : 'default'}>{bad ? words.bad : words.ownHelp}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
    </Form>
  );
}
