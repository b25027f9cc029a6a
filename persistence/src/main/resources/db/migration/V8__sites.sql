-- Where devices belong, what people mark them with, and which of them an account reaches.

create table site (
  id         uuid primary key,
  name       varchar(128) not null,
  created_by varchar(128) not null,
  created_at timestamp(6) with time zone not null,
  -- whether site_port holds all that may be allowed on its devices, or anything may be
  ceiling    boolean not null,
  version    integer not null,
  constraint site_has_its_name unique (name)
);
-- Always there: what was given no other site belongs to it
insert into site (id, name, created_by, created_at, ceiling, version)
  values ('00000000-0000-0000-0000-000000000001', 'default', 'engine', current_timestamp, false, 0);

create table site_port (
  site_id uuid not null,
  rule    varchar(32) not null,
  constraint site_port_once primary key (site_id, rule),
  constraint site_port_of_site foreign key (site_id) references site (id)
);

alter table device add column site_id uuid default '00000000-0000-0000-0000-000000000001' not null;
alter table device add constraint device_belongs_to_site foreign key (site_id) references site (id);
create index device_of_site on device (site_id, id);

-- The site that a code gives its devices
alter table enrollment_code add column site_id uuid default '00000000-0000-0000-0000-000000000001' not null;
alter table enrollment_code add constraint enrollment_code_gives_site foreign key (site_id) references site (id);
create index enrollment_code_of_site on enrollment_code (site_id);

create table device_tag (
  device_id uuid not null,
  tag       varchar(64) not null,
  constraint device_tag_once primary key (device_id, tag),
  constraint device_tag_of_device foreign key (device_id) references device (id)
);
create index device_tag_by_name on device_tag (tag, device_id);

-- An account with a row reaches the devices of these sites and those with these tags; one without a row reaches all.
-- Without a foreign key to the accounts: people come from elsewhere as well.
create table account_scope (
  username varchar(128) primary key,
  set_by   varchar(128) not null,
  set_at   timestamp(6) with time zone not null,
  version  integer not null
);
create table account_scope_site (
  username varchar(128) not null,
  site_id  uuid not null,
  constraint account_scope_site_once primary key (username, site_id),
  constraint account_scope_site_of_scope foreign key (username) references account_scope (username),
  constraint account_scope_site_is_site foreign key (site_id) references site (id)
);
create index account_scope_site_by_site on account_scope_site (site_id);
create table account_scope_tag (
  username varchar(128) not null,
  tag      varchar(64) not null,
  constraint account_scope_tag_once primary key (username, tag),
  constraint account_scope_tag_of_scope foreign key (username) references account_scope (username)
);
