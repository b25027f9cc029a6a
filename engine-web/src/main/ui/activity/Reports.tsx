import { Button, Form, FormGroup, FormSelect, FormSelectOption, PageSection, TextInput, Title, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { may } from '../access/session';
import { base, Refused } from '../api/client';
import { meQuery, reportQuery } from '../api/queries';
import { eventName, zone } from '../shell/format';
import { Listed, Nothing, When } from '../shell/parts';
import { reportsRoute } from '../shell/router';
import { texts } from '../shell/texts';
import { fromField, toField } from './filter';
import { ABOUT, BY, columnsOf, hours, queryOf, REPORT_NAMES, reportFile, REPORTS, type Kind, type Parameter, type ReportAt, type ReportName } from './report';

const words = texts.reports;

/** A report as the address asks for it: whoever is sent the address sees the same, as far as he may. */
export function Reports() {
  const at = reportsRoute.useSearch();
  const me = useQuery(meQuery);
  const navigate = reportsRoute.useNavigate();
  const report = at.report ?? 'access';
  const { after, ...rest } = at;
  const asked: ReportAt = { ...rest, report };
  return (
    <PageSection>
      <Title headingLevel="h1">{words.title}</Title>
      {me.data && !may(me.data, 'auditor', 'admin') && <Nothing {...words.notYours} />}
      {may(me.data, 'auditor', 'admin') && (
        <>
          <Choice key={JSON.stringify(asked)} report={report} at={asked} go={search => void navigate({ search })} />
          <p className="steps">{words.tells[report]}</p>
          <p className="steps">{words.zone(zone())}</p>
          <Answer report={report} at={asked} after={after} />
        </>
      )}
    </PageSection>
  );
}

/** What is typed counts when it is asked for; another report is shown at once. */
function Choice({ report, at, go }: { report: ReportName; at: ReportAt; go: (at: ReportAt) => void }) {
  const [wanted, setWanted] = useState(at);
  const takes = REPORTS[report].takes;
  const set = (name: Parameter, value: string | undefined) => setWanted(before => ({ ...before, [name]: value || undefined }));
  const ask = (event: FormEvent) => {
    event.preventDefault();
    go(wanted);
  };
  const field = (name: Parameter, label: string, input: ReactNode) => (
    <FormGroup label={label} fieldId={`report-${name}`}>
      {input}
    </FormGroup>
  );
  const text = (name: 'operator' | 'device' | 'days', label: string) =>
    field(
      name,
      label,
      <TextInput
        id={`report-${name}`}
        type={name === 'days' ? 'number' : 'text'}
        value={wanted[name] ?? ''}
        placeholder={name === 'days' ? '30' : undefined}
        onChange={(_event, value) => set(name, value)}
      />,
    );
  const moment = (name: 'from' | 'until', label: string) =>
    field(
      name,
      label,
      <TextInput
        id={`report-${name}`}
        type="datetime-local"
        defaultValue={toField(at[name])}
        onChange={(_event, value) => set(name, fromField(value))}
      />,
    );
  const choice = (name: 'by' | 'about', label: string, values: readonly string[], any: string | undefined) =>
    field(
      name,
      label,
      <FormSelect id={`report-${name}`} value={wanted[name] ?? ''} onChange={(_event, value) => set(name, value)}>
        {any && <FormSelectOption value="" label={any} />}
        {wanted[name] && !values.includes(wanted[name]) && <FormSelectOption value={wanted[name]} label={wanted[name]} />}
        {values.map(one => (
          <FormSelectOption key={one} value={one === 'operator' ? '' : one} label={words.values[one] ?? one} />
        ))}
      </FormSelect>,
    );
  return (
    <Form onSubmit={ask} className="history-filters" aria-label={words.filters}>
      <FormGroup label={words.report} fieldId="report-report">
        <FormSelect id="report-report" value={report} onChange={(_event, value) => go({ ...wanted, report: value as ReportName })}>
          {REPORT_NAMES.map(one => (
            <FormSelectOption key={one} value={one} label={words.names[one]} />
          ))}
        </FormSelect>
      </FormGroup>
      {takes.includes('by') && choice('by', words.by, BY, undefined)}
      {takes.includes('about') && choice('about', words.about, ABOUT, words.anything)}
      {takes.includes('days') && text('days', words.days)}
      {takes.includes('period') && moment('from', texts.activity.from)}
      {takes.includes('period') && moment('until', texts.activity.until)}
      {takes.includes('operator') && text('operator', texts.activity.operator)}
      {takes.includes('device') && text('device', texts.activity.deviceId)}
      <div className="history-ask">
        <Button type="submit">{texts.activity.ask}</Button>
        <Button variant="link" onClick={() => go({ report })}>
          {texts.activity.clear}
        </Button>
      </div>
    </Form>
  );
}

type Row = Readonly<Record<string, unknown>>;

function Answer({ report, at, after }: { report: ReportName; at: ReportAt; after: string | undefined }) {
  const query = queryOf(report, at, new Date());
  const rows = useQuery(reportQuery(report, query, after));
  const key = REPORTS[report].key as (row: unknown) => string;
  const file = (format: 'csv' | 'json', label: string) => (
    <ToolbarItem>
      <Button variant="link" component="a" href={reportFile(base, report, query, format)} download>
        {label}
      </Button>
    </ToolbarItem>
  );
  return (
    <>
      <Listed<Row>
        query={rows}
        head={
          <>
            {file('csv', texts.activity.csv)}
            {file('json', words.json)}
          </>
        }
        empty={<Nothing {...words.empty} />}
        first={
          after && (
            <Link to="/reports" search={at}>
              {texts.first}
            </Link>
          )
        }
        next={last => (
          <Link to="/reports" search={{ ...at, after: key(last) }}>
            {texts.more}
          </Link>
        )}
      >
        {page => <Page report={report} rows={page} />}
      </Listed>
      {rows.error instanceof Refused && rows.error.status === 400 && <p>{rows.error.detail}</p>}
    </>
  );
}

function Page({ report, rows }: { report: ReportName; rows: Row[] }) {
  const key = REPORTS[report].key as (row: unknown) => string;
  const columns = columnsOf(REPORTS[report].columns as readonly { name: string; kind: Kind }[], rows);
  return (
    <Table aria-label={words.names[report]} variant="compact">
      <Thead>
        <Tr>
          {columns.map(one => (
            <Th key={one.name} modifier="wrap">
              {words.columns[one.name] ?? one.name}
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map(row => (
          <Tr key={key(row)}>
            {columns.map(one => (
              <Td key={one.name} dataLabel={words.columns[one.name] ?? one.name} className="breakable">
                <Cell row={row} name={one.name} kind={one.kind} />
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Cell({ row, name, kind }: { row: Row; name: string; kind: Kind }) {
  const value = row[name];
  if (kind === 'moment') return typeof value === 'string' ? <When at={value} /> : <>{texts.none}</>;
  if (kind === 'seconds') return <>{hours(Number(value))}</>;
  if (kind === 'event') return <>{eventName(String(value))}</>;
  if (kind === 'yes') return <>{value === undefined || value === null ? texts.none : value ? words.yes : words.no}</>;
  if (kind === 'device' && typeof row.agent_id === 'string') {
    return (
      <Link to="/devices/$agentId" params={{ agentId: row.agent_id }}>
        <bdi>{typeof value === 'string' ? value : row.agent_id}</bdi>
      </Link>
    );
  }
  return <bdi>{value === undefined || value === null ? texts.none : String(value)}</bdi>;
}
