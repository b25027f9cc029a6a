import { Alert, Button, Checkbox, Form, FormGroup, Radio, SearchInput, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, granted, type Schemas } from '../api/client';
import { allSitesQuery, queries, scopeQuery } from '../api/queries';
import { Failure, Loading, When } from '../shell/parts';
import { texts } from '../shell/texts';
import { useStepUp } from './StepUp';

const words = texts.accounts;

/** Which devices an account reaches: all, or those of some sites and those with some tags. */
export function Scope({ username }: { username: string }) {
  const scope = useQuery(scopeQuery(username));
  const sites = useQuery(allSitesQuery);
  if (scope.isPending || sites.isPending) return <Loading />;
  const failure = scope.error ?? sites.error;
  if (!scope.data || !sites.data) return <Failure cause={failure} again={() => void Promise.all([scope.refetch(), sites.refetch()])} />;
  // Somebody else's change is shown, and nothing is written over it
  return <Reach key={JSON.stringify(scope.data)} scope={scope.data} sites={sites.data} />;
}

const tagsIn = (text: string): string[] => [...new Set(text.split(',').map(one => one.trim()).filter(Boolean))];

/** More than this is found by typing. */
const SHOWN = 20;

function Reach({ scope, sites }: { scope: Schemas['ScopeView']; sites: readonly Schemas['SiteView'][] }) {
  const [all, setAll] = useState(scope.all_devices);
  const [chosen, setChosen] = useState<string[]>(scope.sites.map(site => site.site_id));
  const [tags, setTags] = useState(scope.tags.join(', '));
  const [part, setPart] = useState('');
  const [told, setTold] = useState<{ saved: true } | { refused: unknown }>();
  const [busy, setBusy] = useState(false);
  const [prove, proving] = useStepUp();
  const fitting = sites.filter(site => site.name.toLowerCase().includes(part.trim().toLowerCase()));
  const shown = [...fitting].sort((one, other) => Number(chosen.includes(other.site_id)) - Number(chosen.includes(one.site_id))).slice(0, SHOWN);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setTold(undefined);
    try {
      const body = all ? { all_devices: true } : { sites: chosen, tags: tagsIn(tags) };
      await prove(() => granted(api.PUT('/api/accounts/{username}/scope', { params: { path: { username: scope.username } }, body })));
      setTold({ saved: true });
      await queries.invalidateQueries({ queryKey: ['scope', scope.username] });
    } catch (refused) {
      setTold({ refused });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Form onSubmit={event => void submit(event)}>
        <p>{words.reachBody}</p>
        <div role="radiogroup" aria-label={words.reach}>
          <Radio id="reach-all" name="reach" label={words.everything} isChecked={all} onChange={() => setAll(true)} />
          <Radio id="reach-some" name="reach" label={words.some} isChecked={!all} onChange={() => setAll(false)} />
        </div>
        {!all && (
          <>
            <FormGroup role="group" fieldId="reach-sites" label={words.sites}>
              {sites.length > SHOWN && <SearchInput aria-label={words.sites} value={part} onChange={(_event, value) => setPart(value)} onClear={() => setPart('')} />}
              {shown.map(site => (
                <Checkbox
                  key={site.site_id}
                  id={`site-${site.site_id}`}
                  label={<bdi>{site.name}</bdi>}
                  isChecked={chosen.includes(site.site_id)}
                  onChange={(_event, on) => setChosen(on ? [...chosen, site.site_id] : chosen.filter(one => one !== site.site_id))}
                />
              ))}
            </FormGroup>
            <FormGroup label={words.tags} fieldId="reach-tags">
              <TextInput id="reach-tags" value={tags} onChange={(_event, value) => setTags(value)} />
            </FormGroup>
          </>
        )}
        {told && 'refused' in told && <Failure cause={told.refused} />}
        <div className="once-head">
          <Button type="submit" isLoading={busy} isDisabled={busy}>{words.save}</Button>
          <div role="status">{told && 'saved' in told && <Alert component="p" isInline isPlain variant="success" title={words.saved} />}</div>
        </div>
        {scope.set_by && (
          <p className="port-note">
            <bdi>{words.setBy(scope.set_by)}</bdi>, <When at={scope.set_at} />
          </p>
        )}
      </Form>
      {proving}
    </>
  );
}
