-- The same text runs on H2 and on PostgreSQL. Secrets are not in here: enrollment codes and passwords are hashes,
-- preshared keys and terminal keys are derived from a file of the Engine.

create table device (
  id            uuid primary key,
  device_key    varchar(128) not null,
  hostname      varchar(255) not null,
  os            varchar(255) not null,
  agent_version varchar(255) not null,
  -- n-th device address of the tunnel network, so that a stable /32 survives a change of the network
  address_index integer not null,
  -- whether port_grant holds the whole list, or the defaults of the operating system apply
  own_ports     boolean not null,
  enrolled_at   timestamp(6) with time zone not null,
  last_seen_at  timestamp(6) with time zone,
  disabled      boolean not null,
  version       integer not null,
  constraint device_has_its_key unique (device_key),
  constraint device_has_its_address unique (address_index),
  constraint device_address_in_range check (address_index >= 0)
);

create table enrollment_code (
  id                 uuid primary key,
  lookup_hash        varchar(64) not null,
  created_by         varchar(128) not null,
  created_at         timestamp(6) with time zone not null,
  expires_at         timestamp(6) with time zone not null,
  uses_left          integer not null,
  auto_approve_until timestamp(6) with time zone,
  version            integer not null,
  constraint enrollment_code_once unique (lookup_hash),
  constraint enrollment_code_not_overdrawn check (uses_left >= 0)
);

create table enrollment_request (
  id             varchar(64) primary key,
  device_key     varchar(128) not null,
  hostname       varchar(255) not null,
  os             varchar(255) not null,
  agent_version  varchar(255) not null,
  remote_address varchar(64) not null,
  code_id        uuid not null,
  status         varchar(16) not null,
  device_id      uuid,
  requested_at   timestamp(6) with time zone not null,
  decided_at     timestamp(6) with time zone,
  decided_by     varchar(128),
  version        integer not null,
  constraint enrollment_request_once unique (device_key, code_id),
  constraint enrollment_request_of_code foreign key (code_id) references enrollment_code (id),
  constraint enrollment_request_made_device foreign key (device_id) references device (id)
);
create index enrollment_request_newest on enrollment_request (requested_at);

create table operator_account (
  username      varchar(128) primary key,
  password_hash varchar(255) not null,
  roles         varchar(64) not null,
  disabled      boolean not null,
  created_at    timestamp(6) with time zone not null
);

create table tunnel (
  id                uuid primary key,
  device_id         uuid not null,
  -- device_id while the tunnel lives, null afterwards: unique, so a device has at most one live tunnel
  live_device       uuid,
  status            varchar(16) not null,
  virtual_ip        varchar(15) not null,
  endpoint          varchar(300) not null,
  -- a key pair serves one tunnel: unique for ever
  agent_public_key  varchar(44),
  opened_by         varchar(128) not null,
  opened_at         timestamp(6) with time zone not null,
  admitted_at       timestamp(6) with time zone,
  up_at             timestamp(6) with time zone,
  last_handshake_at timestamp(6) with time zone,
  last_activity_at  timestamp(6) with time zone not null,
  ended_at          timestamp(6) with time zone,
  end_reason        varchar(32),
  end_detail        varchar(1000),
  version           integer not null,
  constraint tunnel_of_device foreign key (device_id) references device (id),
  constraint tunnel_one_live_per_device unique (live_device),
  constraint tunnel_key_is_fresh unique (agent_public_key),
  constraint tunnel_live_or_ended check (
    (live_device = device_id and ended_at is null and end_reason is null)
    or (live_device is null and ended_at is not null and end_reason is not null))
);
create index tunnel_newest_of_device on tunnel (device_id, opened_at);

create table lease (
  id           uuid primary key,
  tunnel_id    uuid not null,
  username     varchar(128) not null,
  session_id   varchar(128) not null,
  -- session_id while the lease lives, null afterwards: unique, so a session shares a tunnel at most once
  live_session varchar(128),
  joined_at    timestamp(6) with time zone not null,
  left_at      timestamp(6) with time zone,
  constraint lease_of_tunnel foreign key (tunnel_id) references tunnel (id),
  constraint lease_once_per_session unique (tunnel_id, live_session)
);

create table port_grant (
  id         uuid primary key,
  device_id  uuid not null,
  transport  varchar(3) not null,
  first_port integer not null,
  last_port  integer not null,
  granted_by varchar(128) not null,
  granted_at timestamp(6) with time zone not null,
  constraint port_grant_of_device foreign key (device_id) references device (id),
  constraint port_grant_once unique (device_id, transport, first_port, last_port),
  constraint port_grant_in_range check (first_port >= 1 and last_port >= first_port and last_port <= 65535)
);

create sequence activity_sequence start with 1 increment by 50;

-- Without foreign keys: what happened stays true when its device is gone
create table activity (
  id             bigint primary key,
  at             timestamp(6) with time zone not null,
  event          varchar(40) not null,
  device_id      uuid,
  tunnel_id      uuid,
  username       varchar(128),
  remote_address varchar(64),
  detail         varchar(2000)
);
create index activity_by_time on activity (at);
create index activity_by_device on activity (device_id, at);
