import { Badge } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { enrollmentQuery, meQuery, PAGE, requestsQuery } from '../api/queries';
import { texts } from '../shell/texts';
import { may } from './session';

/** How much waits for this person's decision, as far as a first page tells. */
export function Waits() {
  const me = useQuery(meQuery);
  const enrollment = useQuery({ ...enrollmentQuery(undefined), enabled: may(me.data, 'admin') });
  const requests = useQuery(requestsQuery({ waiting: true }));
  const devices = enrollment.data?.filter(one => one.status === 'pending').length ?? 0;
  const asked = requests.data?.filter(one => one.may_decide).length ?? 0;
  const count = devices + asked;
  if (count === 0) return null;
  return (
    <Badge className="waits" screenReaderText={texts.approvals.waiting}>
      {count > PAGE ? `${PAGE}+` : count}
    </Badge>
  );
}
