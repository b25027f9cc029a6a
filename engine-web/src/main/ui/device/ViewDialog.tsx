import { Button, Checkbox, FormGroup, Label, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { Confirm } from '../access/Confirm';
import { api, granted } from '../api/client';
import { queries, viewsQuery } from '../api/queries';
import { Failure } from '../shell/parts';
import { texts } from '../shell/texts';
import type { Listing } from './listing';
import { beginningWith, LONGEST_VIEW_NAME, MOST_VIEWS, withoutView, withView, type View } from './views';

const words = texts.views;

/** Nobody's other page is overwritten: the version goes along. */
async function keep(views: View[]): Promise<void> {
  const version = queries.getQueryData(viewsQuery.queryKey)?.version;
  try {
    queries.setQueryData(viewsQuery.queryKey, await granted(api.PUT('/api/account/views', { body: { views, version } })));
  } catch (refusal) {
    await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
    throw refusal;
  }
}

type Asked = { asked: 'save' | 'change'; views: View[]; listing: Listing; close: () => void };

/** Saves what the list shows, or changes what was saved. */
export default function ViewDialog({ asked, views, listing, close }: Asked) {
  return asked === 'save' ? <Save views={views} listing={listing} close={close} /> : <Change views={views} close={close} />;
}

function Save({ views, listing, close }: { views: View[]; listing: Listing; close: () => void }) {
  const [name, setName] = useState('');
  const [start, setStart] = useState(false);
  const wanted = name.trim();
  const known = views.some(view => view.name === wanted);
  const full = !known && views.length >= MOST_VIEWS;
  const save = async () => {
    await keep(withView(views, wanted, listing, start));
    close();
  };
  return (
    <Confirm title={words.save} name={known ? words.replaceName : words.saveName} ready={wanted !== '' && !full} focus="view-name" act={save} close={close}>
      <p>{full ? words.full(MOST_VIEWS) : words.saveBody}</p>
      <FormGroup label={words.name} fieldId="view-name" isRequired>
        <TextInput id="view-name" isRequired autoComplete="off" maxLength={LONGEST_VIEW_NAME} value={name} onChange={(_event, value) => setName(value)} />
      </FormGroup>
      <Checkbox id="view-start" label={words.start} isChecked={start} onChange={(_event, on) => setStart(on)} />
    </Confirm>
  );
}

function Change({ views, close }: { views: View[]; close: () => void }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const change = (next: View[]) => {
    setBusy(true);
    setFailure(undefined);
    void keep(next)
      .catch(setFailure)
      .finally(() => setBusy(false));
  };
  return (
    <Modal isOpen variant="small" onClose={close} aria-labelledby="views-title">
      <ModalHeader labelId="views-title" title={words.changeTitle} />
      <ModalBody>
        {failure !== undefined && <Failure cause={failure} />}
        {views.length === 0 && <p>{words.none}</p>}
        {views.map(view => (
          <div key={view.name} className="port-row">
            <div>
              <bdi className="breakable">{view.name}</bdi> {view.start && <Label isCompact color="blue">{words.isStart}</Label>}
            </div>
            <div>
              <Button variant="link" size="sm" isDisabled={busy} onClick={() => change(beginningWith(views, view.start ? undefined : view.name))}>
                {view.start ? words.noStart : words.makeStart(view.name)}
              </Button>
              <Button variant="link" size="sm" isDanger isDisabled={busy} onClick={() => change(withoutView(views, view.name))}>
                {words.remove(view.name)}
              </Button>
            </div>
          </div>
        ))}
      </ModalBody>
      <ModalFooter>
        <Button onClick={close}>{words.done}</Button>
      </ModalFooter>
    </Modal>
  );
}
