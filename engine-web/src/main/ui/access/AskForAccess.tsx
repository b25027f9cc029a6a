import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, granted } from '../api/client';
import { deviceQuery, queries } from '../api/queries';
import { nameOf } from '../device/Devices';
import { texts } from '../shell/texts';
import { Confirm } from './Confirm';

const words = texts.requests;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HOUR = 3_600;
const LONGEST_DEVICE = 255;
const LONGEST_REASON = 500;

/** @param device what is written already; empty for none */
export function AskForAccess({ device: known, close }: { device: string; close: () => void }) {
  const [device, setDevice] = useState(known);
  const [hours, setHours] = useState('1');
  const [reason, setReason] = useState('');
  // An id says little to people
  const found = useQuery({ ...deviceQuery(device.trim()), enabled: ID.test(device.trim()) });
  const seconds = Math.round(Number(hours) * HOUR);
  const ready = device.trim() !== '' && reason.trim() !== '' && seconds > 0;
  const ask = async () => {
    await granted(api.POST('/api/requests', { body: { device: device.trim(), seconds, reason: reason.trim() } }));
    close();
    await queries.invalidateQueries({ queryKey: ['requests'] });
  };
  return (
    <Confirm title={words.askTitle} name={words.send} ready={ready} focus={known ? 'ask-reason' : 'ask-device'} act={ask} close={close}>
      <p>{words.askBody}</p>
      <FormGroup label={words.deviceLabel} fieldId="ask-device" isRequired>
        <TextInput id="ask-device" isRequired maxLength={LONGEST_DEVICE} value={device} onChange={(_event, value) => setDevice(value)} />
        {found.data && (
          <FormHelperText>
            <HelperText>
              <HelperTextItem><bdi>{nameOf(found.data)}</bdi></HelperTextItem>
            </HelperText>
          </FormHelperText>
        )}
      </FormGroup>
      <FormGroup label={words.hours} fieldId="ask-hours" isRequired>
        <TextInput id="ask-hours" type="number" min={0.25} step={0.25} isRequired value={hours} onChange={(_event, value) => setHours(value)} />
      </FormGroup>
      <FormGroup label={words.reason} fieldId="ask-reason" isRequired>
        <TextInput id="ask-reason" isRequired maxLength={LONGEST_REASON} value={reason} onChange={(_event, value) => setReason(value)} />
      </FormGroup>
    </Confirm>
  );
}
