import { Button, Label } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, granted, type Schemas } from '../api/client';
import { queries, sessionsQuery } from '../api/queries';
import { Listed, Nothing, When } from '../shell/parts';
import { texts } from '../shell/texts';
import { clientName } from './client-name';
import { Confirm } from './Confirm';

const words = texts.sessions;

type Session = Schemas['SessionView'];

type Shown = {
  label: string;
  /** Those of everybody, or one's own. */
  everybody: boolean;
  after: string | undefined;
  first: ReactNode;
  next: (last: string) => ReactNode;
};

/** Live sessions, the newest first, and the end of each. */
export function Sessions({ label, everybody, after, first, next }: Shown) {
  const sessions = useQuery(sessionsQuery({ everybody, after }));
  const [ending, setEnding] = useState<Session>();
  return (
    <>
      <Listed query={sessions} empty={<Nothing {...words.empty} />} first={after && first} next={last => next(last.session_id)}>
        {page => (
          <Table aria-label={label} variant="compact">
            <Thead>
              <Tr>
                {everybody && <Th>{words.who}</Th>}
                <Th>{words.since}</Th>
                <Th>{words.seen}</Th>
                <Th>{words.from}</Th>
                <Th>{words.client}</Th>
                <Th screenReaderText={words.end} />
              </Tr>
            </Thead>
            <Tbody>
              {page.map(session => (
                <Tr key={session.session_id}>
                  {everybody && <Td dataLabel={words.who} className="breakable"><bdi>{session.username}</bdi></Td>}
                  <Td dataLabel={words.since}><When at={session.signed_in_at} /></Td>
                  <Td dataLabel={words.seen}><When at={session.last_seen_at} /></Td>
                  <Td dataLabel={words.from}>{session.remote_address}</Td>
                  <Td dataLabel={words.client} className="breakable">
                    <span title={session.user_agent ?? undefined}><bdi>{session.user_agent ? clientName(session.user_agent) : words.unknown}</bdi></span>
                  </Td>
                  <Td isActionCell>
                    {session.current ? (
                      <Label isCompact color="blue">{words.current}</Label>
                    ) : (
                      <Button size="sm" variant="secondary" aria-label={words.endOf(session.username, session.remote_address)} onClick={() => setEnding(session)}>
                        {words.end}
                      </Button>
                    )}
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </Listed>
      {ending && <End session={ending} close={() => setEnding(undefined)} />}
    </>
  );
}

function End({ session, close }: { session: Session; close: () => void }) {
  const end = async () => {
    await granted(api.DELETE('/api/sessions/{session_id}', { params: { path: { session_id: session.session_id } } }));
    close();
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <Confirm title={words.endTitle(session.username)} name={words.endName} danger act={end} close={close}>
      <p>{words.endBody}</p>
    </Confirm>
  );
}
