-- Each sign-in of an operator; its id is the claim "sid" of the access token. What hangs on a sign-in hangs on its row.

create table operator_session (
  id             varchar(128) primary key,
  username       varchar(128) not null,
  signed_in_at   timestamp(6) with time zone not null,
  last_seen_at   timestamp(6) with time zone not null,
  remote_address varchar(64) not null,
  user_agent     varchar(256),
  ended_at       timestamp(6) with time zone,
  end_reason     varchar(32),
  version        integer not null,
  constraint operator_session_live_or_ended check (
    (ended_at is null and end_reason is null) or (ended_at is not null and end_reason is not null))
);
create index operator_session_newest on operator_session (signed_in_at, id);
create index operator_session_of_operator on operator_session (username, signed_in_at, id);
create index operator_session_ended on operator_session (ended_at);
create index lease_of_session on lease (live_session);
