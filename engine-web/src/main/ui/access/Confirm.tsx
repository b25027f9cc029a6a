import { Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { Failure } from '../shell/parts';
import { texts } from '../shell/texts';
import { useStepUp } from './StepUp';

const LONGEST_REASON = 500;

type Asked = {
  title: ReactNode;
  /** The button's words: what is done. */
  name: string;
  danger?: boolean;
  /** Whether a reason may be given. */
  reason?: boolean;
  children?: ReactNode;
  ready?: boolean;
  /** Where typing begins, by its id. */
  focus?: string;
  /** Whoever asked closes when it is done. */
  act: (reason: string | undefined) => Promise<unknown>;
  close: () => void;
};

/** Asks before something is done, for a second factor where the Engine wants one, and says why it was refused. */
export function Confirm({ title, name, danger, reason, children, ready = true, focus, act, close }: Asked) {
  const id = useId();
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [prove, proving] = useStepUp();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await prove(() => act(why.trim() || undefined));
    } catch (refusal) {
      setFailure(refusal);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Modal isOpen variant="small" onClose={close} aria-labelledby={`${id}-title`} elementToFocus={focus ? `#${focus}` : `#${CSS.escape(danger ? `${id}-no` : `${id}-yes`)}`}>
        <ModalHeader labelId={`${id}-title`} title={title} />
        <ModalBody>
          <Form id={`${id}-form`} onSubmit={event => void submit(event)}>
            {failure !== undefined && <Failure cause={failure} />}
            {children}
            {reason && (
              <FormGroup label={texts.confirm.reason} fieldId={`${id}-reason`}>
                <TextInput id={`${id}-reason`} maxLength={LONGEST_REASON} value={why} onChange={(_event, value) => setWhy(value)} />
              </FormGroup>
            )}
          </Form>
        </ModalBody>
        <ModalFooter>
          <Button id={`${id}-yes`} type="submit" form={`${id}-form`} variant={danger ? 'danger' : 'primary'} isLoading={busy} isDisabled={busy || !ready}>
            {name}
          </Button>
          <Button id={`${id}-no`} variant="link" onClick={close}>
            {texts.access.cancel}
          </Button>
        </ModalFooter>
      </Modal>
      {proving}
    </>
  );
}
