import { Button, Checkbox, FormGroup, FormHelperText, HelperText, HelperTextItem, Label, LabelGroup, PageSection, TextArea, TextInput, Title, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Confirm } from '../access/Confirm';
import { ruleOf, same } from '../access/port-list';
import { may } from '../access/session';
import { api, granted, type Schemas } from '../api/client';
import { meQuery, queries, sitesQuery } from '../api/queries';
import { NoPage } from '../shell/Frame';
import { Listed, Nothing } from '../shell/parts';
import { settingsRoute } from '../shell/router';
import { texts } from '../shell/texts';

const words = texts.sites;

type Site = Schemas['SiteView'];

/** What an administrator settles once: for now the sites. */
export function Settings() {
  const me = useQuery(meQuery);
  if (!may(me.data, 'admin')) return <NoPage />;
  return (
    <PageSection>
      <Title headingLevel="h1">{texts.settings.title}</Title>
      <Title headingLevel="h2" size="lg" className="part">{texts.settings.sites}</Title>
      <Sites />
    </PageSection>
  );
}

function Sites() {
  const { after, make } = settingsRoute.useSearch();
  const navigate = settingsRoute.useNavigate();
  const sites = useQuery(sitesQuery(after));
  const [changing, setChanging] = useState<Site>();
  return (
    <>
      <p className="lead">{words.body}</p>
      <Listed
        query={sites}
        head={
          <ToolbarItem>
            <Button onClick={() => void navigate({ search: { after, make: true } })}>{words.make}</Button>
          </ToolbarItem>
        }
        empty={<Nothing {...words.empty} action={<Link to="/settings">{texts.first}</Link>} />}
        first={after && <Link to="/settings">{texts.first}</Link>}
        next={last => <Link to="/settings" search={{ after: last.site_id }}>{texts.more}</Link>}
      >
        {page => <Page sites={page} change={setChanging} />}
      </Listed>
      {make && <NewSite close={() => void navigate({ search: { after }, replace: true })} />}
      {changing && <ChangeSite site={changing} close={() => setChanging(undefined)} />}
    </>
  );
}

function Page({ sites, change }: { sites: Site[]; change: (site: Site) => void }) {
  return (
    <Table aria-label={texts.settings.sites} variant="compact">
      <Thead>
        <Tr>
          <Th>{words.name}</Th>
          <Th>{words.devices}</Th>
          <Th>{words.codes}</Th>
          <Th>{words.ceiling}</Th>
          <Th>{words.approval}</Th>
          <Th screenReaderText={words.change} />
        </Tr>
      </Thead>
      <Tbody>
        {sites.map(site => (
          <Tr key={site.site_id}>
            <Td dataLabel={words.name} className="breakable"><bdi>{site.name}</bdi></Td>
            <Td dataLabel={words.devices}>{site.devices}</Td>
            <Td dataLabel={words.codes}>{site.codes}</Td>
            <Td dataLabel={words.ceiling}><Ceiling ports={site.ports} /></Td>
            <Td dataLabel={words.approval}>{approvalOf(site)}</Td>
            <Td isActionCell>
              <Button size="sm" variant="secondary" aria-label={words.changeOf(site.name)} onClick={() => change(site)}>{words.change}</Button>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function approvalOf(site: Site): string {
  if (!site.approval_required) return words.approvalNone;
  return site.operators_approve ? words.approvalOperators : words.approvalAdmin;
}

function Ceiling({ ports }: { ports: readonly string[] | null | undefined }) {
  if (!ports) return <>{words.anything}</>;
  if (ports.length === 0) return <>{words.terminalOnly}</>;
  return <LabelGroup numLabels={5}>{ports.map(rule => <Label key={rule} isCompact>{rule}</Label>)}</LabelGroup>;
}

const refresh = () => queries.invalidateQueries({ queryKey: ['sites'] });

function NewSite({ close }: { close: () => void }) {
  const [name, setName] = useState('');
  const make = async () => {
    await granted(api.POST('/api/sites', { body: { name: name.trim() } }));
    close();
    await refresh();
  };
  return (
    <Confirm title={words.makeTitle} name={words.make} ready={name.trim() !== ''} focus="site-name" act={make} close={close}>
      <FormGroup label={words.name} fieldId="site-name" isRequired>
        <TextInput id="site-name" isRequired value={name} onChange={(_event, value) => setName(value)} />
      </FormGroup>
    </Confirm>
  );
}

const rulesIn = (text: string): string[] => text.split(/[\n,]/).map(one => one.trim()).filter(Boolean);

function ChangeSite({ site, close }: { site: Site; close: () => void }) {
  const [limited, setLimited] = useState(Boolean(site.ports));
  const [text, setText] = useState((site.ports ?? []).join('\n'));
  const [required, setRequired] = useState(site.approval_required);
  const [operators, setOperators] = useState(site.operators_approve);
  const written = rulesIn(text);
  const bad = limited ? written.find(one => ruleOf(one) === undefined) : undefined;

  const set = async (reason: string | undefined) => {
    const params = { path: { site_id: site.site_id } };
    const ports = written.map(one => ruleOf(one)!);
    // Only what was changed: each is an act of its own in the activity
    if (limited && !(site.ports && same(ports, site.ports))) await granted(api.PUT('/api/sites/{site_id}/ports', { params, body: { ports, reason } }));
    if (!limited && site.ports) await granted(api.DELETE('/api/sites/{site_id}/ports', { params: { ...params, query: { reason } } }));
    if (required !== site.approval_required || operators !== site.operators_approve) {
      await granted(api.PUT('/api/sites/{site_id}/approval', { params, body: { required, operators_approve: operators, reason } }));
    }
    close();
    await refresh();
  };
  return (
    <Confirm title={words.changeTitle(site.name)} name={words.save} ready={bad === undefined} reason act={set} close={close}>
      <Checkbox id="site-limited" label={words.limited} isChecked={limited} onChange={(_event, on) => setLimited(on)} />
      {limited && (
        <FormGroup label={words.portsLabel} fieldId="site-ports">
          <TextArea id="site-ports" rows={4} value={text} validated={bad ? 'error' : 'default'} onChange={(_event, value) => setText(value)} />
          {bad !== undefined && (
            <FormHelperText>
              <HelperText>
                <HelperTextItem variant="error">{words.bad(bad)}</HelperTextItem>
              </HelperText>
            </FormHelperText>
          )}
        </FormGroup>
      )}
      <Checkbox id="site-required" label={words.required} isChecked={required} onChange={(_event, on) => setRequired(on)} />
      <Checkbox id="site-operators" label={words.operatorsApprove} isChecked={operators} onChange={(_event, on) => setOperators(on)} />
    </Confirm>
  );
}
