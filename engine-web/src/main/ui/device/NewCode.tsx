import { Button, Checkbox, FormGroup, FormHelperText, FormSelect, FormSelectOption, HelperText, HelperTextItem, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { Confirm } from '../access/Confirm';
import { Once } from '../access/Once';
import { spanOf } from '../access/time';
import { api, granted, type Schemas } from '../api/client';
import { queries } from '../api/queries';
import { When } from '../shell/parts';
import { texts } from '../shell/texts';
import { installCommand } from './enrollment';

const words = texts.codes;

const LIVES = [3_600, 28_800, 86_400, 604_800, 2_592_000];
const UNATTENDED = [600, 3_600, 28_800, 86_400];
const MOST_USES = 10_000;
const LONGEST_LABEL = 128;

/** Asks what the code is good for; then shows it, this once. */
export function NewCode({ sites, close }: { sites: readonly Schemas['SiteView'][]; close: () => void }) {
  const [label, setLabel] = useState('');
  const [site, setSite] = useState('');
  const [uses, setUses] = useState('1');
  const [life, setLife] = useState(86_400);
  const [approves, setApproves] = useState(false);
  const [unattended, setUnattended] = useState(UNATTENDED[0]!);
  const [made, setMade] = useState<Schemas['CodeAnswer']>();

  const count = Number(uses);
  const tooLong = approves && unattended > life;
  const ready = Number.isInteger(count) && count >= 1 && count <= MOST_USES && !tooLong;

  if (made) return <Made code={made} close={close} />;
  const make = async () => {
    setMade(
      await granted(
        api.POST('/api/enrollment/codes', {
          body: {
            uses: count,
            life_seconds: life,
            auto_approve_seconds: approves ? unattended : undefined,
            label: label.trim() || undefined,
            site_id: site || undefined,
          },
        }),
      ),
    );
    await queries.invalidateQueries({ queryKey: ['codes'] });
  };
  return (
    <Confirm title={words.makeTitle} name={words.make} ready={ready} focus="code-label" act={make} close={close}>
      <FormGroup label={words.label} fieldId="code-label">
        <TextInput id="code-label" maxLength={LONGEST_LABEL} value={label} onChange={(_event, value) => setLabel(value)} />
      </FormGroup>
      {sites.length > 1 && (
        <FormGroup label={words.site} fieldId="code-site">
          <FormSelect id="code-site" value={site} onChange={(_event, value) => setSite(value)}>
            {sites.map(one => (
              <FormSelectOption key={one.site_id} value={one.site_id} label={one.name} />
            ))}
          </FormSelect>
        </FormGroup>
      )}
      <FormGroup label={words.uses} fieldId="code-uses">
        <TextInput id="code-uses" type="number" min={1} max={MOST_USES} value={uses} validated={ready || tooLong ? 'default' : 'error'} onChange={(_event, value) => setUses(value)} />
      </FormGroup>
      <FormGroup label={words.life} fieldId="code-life">
        <Span id="code-life" of={LIVES} value={life} change={setLife} />
      </FormGroup>
      <Checkbox id="code-approves" label={words.approves} description={words.approvesHelp} isChecked={approves} onChange={(_event, on) => setApproves(on)} />
      {approves && (
        <FormGroup label={words.approvesFor} fieldId="code-unattended">
          <Span id="code-unattended" of={UNATTENDED} value={unattended} change={setUnattended} />
          {tooLong && (
            <FormHelperText>
              <HelperText>
                <HelperTextItem variant="error">{words.longer}</HelperTextItem>
              </HelperText>
            </FormHelperText>
          )}
        </FormGroup>
      )}
    </Confirm>
  );
}

function Span({ id, of, value, change }: { id: string; of: readonly number[]; value: number; change: (seconds: number) => void }) {
  return (
    <FormSelect id={id} value={value} onChange={(_event, text) => change(Number(text))}>
      {of.map(one => (
        <FormSelectOption key={one} value={one} label={spanOf(one)} />
      ))}
    </FormSelect>
  );
}

function Made({ code, close }: { code: Schemas['CodeAnswer']; close: () => void }) {
  return (
    // Only the button closes it: what it shows does not come back
    <Modal isOpen variant="medium" aria-labelledby="made-title" onEscapePress={() => undefined}>
      <ModalHeader labelId="made-title" title={words.madeTitle} description={words.madeBody} />
      <ModalBody>
        <Once label={words.code} value={code.code} copy={words.copyCode} />
        <Once label={words.command} value={installCommand(location.origin, code.code)} copy={words.copyCommand} />
        <p className="port-note">
          {words.expires}: <When at={code.expires_at} />
        </p>
      </ModalBody>
      <ModalFooter>
        <Button onClick={close}>{words.done}</Button>
      </ModalFooter>
    </Modal>
  );
}
