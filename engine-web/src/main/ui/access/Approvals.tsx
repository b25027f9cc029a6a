import { PageSection, Tab, Tabs, TabTitleText, Title } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries';
import { Codes } from '../device/Codes';
import { Enrollment } from '../device/Enrollment';
import { NoPage } from '../shell/Frame';
import { APPROVALS, approvalsRoute, type ApprovalsTab } from '../shell/router';
import { texts } from '../shell/texts';
import { Requests } from './Requests';
import { may, works } from './session';

const words = texts.approvals;

/** Devices that ask to be let in, and people who ask for a device or for wider ports. */
export function Approvals() {
  const { tab } = approvalsRoute.useSearch();
  const navigate = approvalsRoute.useNavigate();
  const me = useQuery(meQuery);
  if (!works(me.data)) return <NoPage />;
  // What a role may not do is not there
  const tabs = APPROVALS.filter(one => one === 'access' || may(me.data, 'admin'));
  const shown: ApprovalsTab = tab && tabs.includes(tab) ? tab : tabs[0]!;
  return (
    <PageSection>
      <Title headingLevel="h1">{words.title}</Title>
      <Tabs activeKey={shown} onSelect={(_event, key) => void navigate({ search: { tab: key as ApprovalsTab } })} aria-label={words.label}>
        {tabs.map(one => (
          <Tab key={one} eventKey={one} title={<TabTitleText>{words.tabs[one]}</TabTitleText>} tabContentId={`tab-${one}`} />
        ))}
      </Tabs>
      <section id={`tab-${shown}`} className="tab-body" role="tabpanel" aria-label={words.tabs[shown]}>
        {shown === 'devices' && <Enrollment />}
        {shown === 'codes' && <Codes />}
        {shown === 'access' && <Requests />}
      </section>
      {tabs
        .filter(one => one !== shown)
        .map(one => (
          <div key={one} id={`tab-${one}`} role="tabpanel" aria-label={words.tabs[one]} hidden />
        ))}
    </PageSection>
  );
}
