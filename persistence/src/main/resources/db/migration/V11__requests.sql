-- What one person asks for and another decides: a device for a time, or wider ports. And which sites want to be asked.

alter table site add column approval_required boolean default false not null;
alter table site add column operators_approve boolean default false not null;

-- Whoever asks by name is not to learn by the time that it takes whether there is such a device
create index device_by_display_name on device (display_name);
create index device_by_hostname on device (hostname);

create table filed_request (
  id           uuid primary key,
  kind         varchar(16) not null,
  status       varchar(16) not null,
  asked_by     varchar(128) not null,
  -- as it was written by who asked; device_id is empty where that is no device, or more than one
  asked_for    varchar(255) not null,
  device_id    uuid,
  reason       varchar(500) not null,
  asked_at     timestamp(6) with time zone not null,
  lapses_at    timestamp(6) with time zone not null,
  seconds      integer,
  ports_wanted varchar(2048),
  ports_found  varchar(2048),
  decided_by   varchar(128),
  decided_at   timestamp(6) with time zone,
  decided_why  varchar(500),
  ends_at      timestamp(6) with time zone,
  closed_by    varchar(128),
  closed_at    timestamp(6) with time zone,
  closed_why   varchar(500),
  version      integer not null,
  constraint filed_request_about_device foreign key (device_id) references device (id)
);
create index filed_request_by_time on filed_request (asked_at, id);
create index filed_request_by_person on filed_request (asked_by, status);
create index filed_request_by_device on filed_request (device_id, status);
create index filed_request_by_status on filed_request (status, closed_at);
