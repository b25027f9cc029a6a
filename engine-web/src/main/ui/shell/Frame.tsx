import {
  Alert,
  Button,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSection,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { BarsIcon, MoonIcon, SunIcon } from '@patternfly/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore, type MouseEvent } from 'react';
import { live } from '../api/live';
import { meQuery } from '../api/queries';
import { Waits } from '../access/Waits';
import { may, signOut, type Role } from '../access/session';
import icon from './icon.svg';
import { Failure, Nothing } from './parts';
import { texts } from './texts';
import { useTheme } from './theme';

/** What a role may not do is not there. */
const PAGES: readonly { to: '/devices' | '/tunnels' | '/approvals' | '/activity' | '/reports' | '/accounts' | '/settings'; name: string; roles?: readonly Role[] }[] = [
  { to: '/devices', name: texts.nav.devices },
  { to: '/tunnels', name: texts.nav.tunnels },
  { to: '/approvals', name: texts.nav.approvals, roles: ['admin', 'operator'] },
  { to: '/activity', name: texts.nav.activity },
  { to: '/reports', name: texts.nav.reports, roles: ['auditor', 'admin'] },
  { to: '/accounts', name: texts.nav.accounts, roles: ['admin'] },
  { to: '/settings', name: texts.nav.settings, roles: ['admin'] },
];

/** By hand: the address of the link stands behind the base, not behind this page. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

/** Page looks at its width only for somebody who wants to know, and opens no menu on a narrow screen without it. */
const looked = () => undefined;

/** There is room for the pages beside what they show. */
const wide = matchMedia('(min-width: 1200px)');

export function Frame() {
  const { pathname } = useLocation();
  const me = useQuery(meQuery);
  const state = useSyncExternalStore(live.watch, () => live.state);
  const [open, setOpen] = useState(() => wide.matches);
  useEffect(() => {
    const follow = () => setOpen(wide.matches);
    wide.addEventListener('change', follow);
    return () => wide.removeEventListener('change', follow);
  }, []);
  const sidebar = (
    <PageSidebar isSidebarOpen={open}>
      {/* What is off the screen is not for the keyboard either */}
      {open && (
        <PageSidebarBody>
          <Nav aria-label={texts.nav.label} onSelect={() => setOpen(wide.matches)}>
            <NavList>
              {PAGES.filter(page => !page.roles || may(me.data, ...page.roles)).map(page => (
                <NavItem key={page.to} isActive={pathname.startsWith(page.to)}>
                  <Link to={page.to}>
                    {page.name}
                    {page.to === '/approvals' && <Waits />}
                  </Link>
                </NavItem>
              ))}
            </NavList>
          </Nav>
        </PageSidebarBody>
      )}
    </PageSidebar>
  );
  return (
    <Page
      masthead={<Head open={open} toggle={() => setOpen(!open)} />}
      sidebar={sidebar}
      mainContainerId="content"
      onPageResize={looked}
      skipToContent={
        <SkipToContent href="#content" onClick={skip}>
          {texts.skip}
        </SkipToContent>
      }
    >
      {state === 'stale' && (
        <PageSection>
          <Alert component="h2" isInline variant="warning" title={texts.stale.title}>
            {texts.stale.body}
          </Alert>
        </PageSection>
      )}
      <Outlet />
    </Page>
  );
}

function Head({ open, toggle }: { open: boolean; toggle: () => void }) {
  const me = useQuery(meQuery);
  const [theme, setTheme] = useTheme();
  const [failure, setFailure] = useState<unknown>();
  return (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton variant="plain" aria-label={texts.nav.menu} isSidebarOpen={open} onSidebarToggle={toggle}>
            <BarsIcon />
          </PageToggleButton>
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component="div">
            <img src={icon} alt="" className="logo" />
            <span className="product">{texts.product}</span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Toolbar>
          <ToolbarContent alignItems="center">
            <ToolbarGroup align={{ default: 'alignEnd' }} variant="action-group-plain" alignItems="center">
              <ToolbarItem className="who">
                <Link to="/profile" title={texts.nav.profile}><bdi>{me.data?.username}</bdi></Link>
              </ToolbarItem>
              <ToolbarItem>
                <Button
                  variant="plain"
                  aria-label={theme === 'dark' ? texts.theme.toLight : texts.theme.toDark}
                  icon={theme === 'dark' ? <SunIcon /> : <MoonIcon />}
                  onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
                />
              </ToolbarItem>
              <ToolbarItem>
                <Button variant="secondary" size="sm" onClick={() => void signOut().catch(setFailure)}>
                  {texts.signOut}
                </Button>
              </ToolbarItem>
            </ToolbarGroup>
          </ToolbarContent>
        </Toolbar>
        {failure !== undefined && <Failure cause={failure} />}
      </MastheadContent>
    </Masthead>
  );
}

export function NoPage() {
  return (
    <PageSection>
      <Nothing {...texts.notFound} action={<Link to="/devices">{texts.notFound.back}</Link>} />
    </PageSection>
  );
}
