import { Button, Form, FormGroup, FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useState, type FormEvent } from 'react';
import { eventName } from '../shell/format';
import { texts } from '../shell/texts';
import { EVENTS } from './events';
import { fromField, isEmpty, toField, type Filter, type Name } from './filter';

const words = texts.activity;

/** What is typed counts when it is asked for: each letter would be a question to the Engine. */
export function Filters({ filter, ofDevice, go }: { filter: Filter; ofDevice: boolean; go: (filter: Filter) => void }) {
  const [wanted, setWanted] = useState(filter);
  const set = (name: Name, value: string | undefined) => setWanted(before => ({ ...before, [name]: value || undefined }));
  const ask = (event: FormEvent) => {
    event.preventDefault();
    go(wanted);
  };
  const text = (name: Name, label: string) => (
    <FormGroup label={label} fieldId={`activity-${name}`}>
      <TextInput id={`activity-${name}`} value={wanted[name] ?? ''} onChange={(_event, value) => set(name, value)} />
    </FormGroup>
  );
  const moment = (name: 'from' | 'until', label: string) => (
    <FormGroup label={label} fieldId={`activity-${name}`}>
      <TextInput
        id={`activity-${name}`}
        type="datetime-local"
        defaultValue={toField(filter[name])}
        onChange={(_event, value) => set(name, fromField(value))}
      />
    </FormGroup>
  );
  const several = wanted.event !== undefined && !(EVENTS as readonly string[]).includes(wanted.event);
  return (
    <Form onSubmit={ask} className="history-filters" aria-label={words.filters}>
      <FormGroup label={words.event} fieldId="activity-event">
        <FormSelect id="activity-event" value={wanted.event ?? ''} onChange={(_event, value) => set('event', value)}>
          <FormSelectOption value="" label={words.anyEvent} />
          {/* An address may ask for several */}
          {several && <FormSelectOption value={wanted.event} label={wanted.event ?? ''} />}
          {EVENTS.map(one => (
            <FormSelectOption key={one} value={one} label={eventName(one)} />
          ))}
        </FormSelect>
      </FormGroup>
      {text('operator', words.operator)}
      {moment('from', words.from)}
      {moment('until', words.until)}
      {text('address', words.address)}
      {text('search', words.search)}
      {!ofDevice && text('agent_id', words.deviceId)}
      {text('tunnel_id', words.tunnel)}
      <div className="history-ask">
        <Button type="submit">{words.ask}</Button>
        {!isEmpty(filter) && (
          <Button variant="link" onClick={() => go({})}>
            {words.clear}
          </Button>
        )}
      </div>
    </Form>
  );
}
