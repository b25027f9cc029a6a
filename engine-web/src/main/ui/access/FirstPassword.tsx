import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import type { Schemas } from '../api/client';
import { texts } from '../shell/texts';
import { Once } from './Once';

const words = texts.accounts;

/** A password that the Engine made, this once; only the button closes it. */
export function FirstPassword({ answer, close }: { answer: Schemas['PasswordAnswer']; close: () => void }) {
  return (
    <Modal isOpen variant="small" aria-labelledby="password-title" onEscapePress={() => undefined}>
      <ModalHeader labelId="password-title" title={words.onceTitle(answer.account.username)} description={words.onceBody} />
      <ModalBody>
        <Once label={words.password} value={answer.temporary_password} copy={words.copyPassword} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={close}>{words.done}</Button>
      </ModalFooter>
    </Modal>
  );
}
