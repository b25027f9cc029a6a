import { Alert, PageSection, Tab, Tabs, TabTitleText, Title } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Ports } from '../access/Ports';
import { may, works } from '../access/session';
import { DeviceActivity } from '../activity/Activity';
import { Refused } from '../api/client';
import { deviceQuery, meQuery } from '../api/queries';
import { Failure, Loading } from '../shell/parts';
import { deviceRoute, TABS, type Tab as TabName } from '../shell/router';
import { texts } from '../shell/texts';
import { PowerShell } from '../terminal/PowerShell';
import { here } from '../tunnel/here';
import { nameOf, State, TunnelLabel } from './Devices';
import { Summary } from './Summary';

export function Device() {
  const { agentId } = deviceRoute.useParams();
  const { tab = 'summary' } = deviceRoute.useSearch();
  const navigate = deviceRoute.useNavigate();
  const me = useQuery(meQuery);
  const device = useQuery(deviceQuery(agentId));
  const name = device.data && nameOf(device.data);
  useEffect(() => here.shows(agentId), [agentId]);
  useEffect(() => {
    document.title = name ? `${name} · ${texts.product}` : texts.product;
    return () => {
      document.title = texts.product;
    };
  }, [name]);

  if (device.isPending) return <PageSection><Loading /></PageSection>;
  if (device.error) {
    const gone = device.error instanceof Refused && device.error.status === 404;
    return (
      <PageSection>
        <Failure cause={device.error} again={gone ? undefined : () => void device.refetch()} />
      </PageSection>
    );
  }
  // What a role may not do is not there
  const tabs = TABS.filter(one => one !== 'powershell' || works(me.data));
  const shown: TabName = tabs.includes(tab) ? tab : 'summary';
  return (
    <PageSection>
      <p>
        <Link to="/devices">{texts.device.title}</Link>
      </p>
      <div className="page-head">
        <Title headingLevel="h1" className="breakable">
          <bdi>{name}</bdi>
        </Title>
        <State device={device.data} />
        <TunnelLabel status={device.data.tunnel_status} />
        {may(me.data, 'operator') && (
          <Link className="end" to="/approvals" search={{ tab: 'access', ask: agentId }}>
            {texts.requests.ask}
          </Link>
        )}
      </div>
      {device.data.clone_suspected_at && <Alert component="h2" isInline variant="danger" title={texts.device.clone} />}
      <Tabs
        activeKey={shown}
        onSelect={(_event, key) => void navigate({ search: { tab: key as TabName }, replace: true })}
        aria-label={texts.device.label}
      >
        {tabs.map(one => (
          <Tab key={one} eventKey={one} title={<TabTitleText>{texts.device.tabs[one]}</TabTitleText>} tabContentId={`tab-${one}`} />
        ))}
      </Tabs>
      <section id={`tab-${shown}`} className="tab-body" role="tabpanel" aria-label={texts.device.tabs[shown]}>
        {shown === 'summary' && <Summary device={device.data} />}
        {shown === 'powershell' && <PowerShell key={agentId} device={agentId} />}
        {shown === 'config' && <Ports device={device.data} />}
        {shown === 'activity' && <DeviceActivity device={agentId} />}
      </section>
      {tabs
        .filter(one => one !== shown)
        .map(one => (
          <div key={one} id={`tab-${one}`} role="tabpanel" aria-label={texts.device.tabs[one]} hidden />
        ))}
    </PageSection>
  );
}
