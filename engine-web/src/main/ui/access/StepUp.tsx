import { Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { api, granted, Refused } from '../api/client';
import { Failure } from '../shell/parts';
import { texts } from '../shell/texts';

type Prove = <T>(act: () => Promise<T>) => Promise<T>;
type Asked = { proved: () => void; gaveUp: (refusal: Refused) => void; refusal: Refused };

/** What is dangerous may ask for a second factor once more; then it is asked for here, and done again. */
export function useStepUp(): [Prove, ReactNode] {
  const [asked, setAsked] = useState<Asked>();
  async function prove<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (refusal) {
      if (!(refusal instanceof Refused) || refusal.code !== 'step_up_required') throw refusal;
      await new Promise<void>((proved, gaveUp) => setAsked({ proved, gaveUp, refusal }));
      return act();
    }
  }
  return [prove, asked && <AskForCode asked={asked} close={() => setAsked(undefined)} />];
}

function AskForCode({ asked, close }: { asked: Asked; close: () => void }) {
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function submit(event: FormEvent) {
    event.preventDefault();
    try {
      await granted(api.POST('/api/auth/step-up', { body: { code: code.trim() } }));
      close();
      asked.proved();
    } catch (refusal) {
      setFailure(refusal);
    }
  }
  const giveUp = () => {
    close();
    asked.gaveUp(asked.refusal);
  };
  return (
    <Modal isOpen variant="small" onClose={giveUp} aria-labelledby="step-up-title">
      <ModalHeader labelId="step-up-title" title={texts.access.stepUp} />
      <ModalBody>
        <Form id="step-up" onSubmit={event => void submit(event)}>
          {failure !== undefined && <Failure cause={failure} />}
          <FormGroup label={texts.access.code} fieldId="step-up-code">
            <TextInput id="step-up-code" autoFocus autoComplete="one-time-code" value={code} onChange={(_event, value) => setCode(value)} />
          </FormGroup>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="step-up">
          {texts.access.confirm}
        </Button>
        <Button variant="link" onClick={giveUp}>
          {texts.access.cancel}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
