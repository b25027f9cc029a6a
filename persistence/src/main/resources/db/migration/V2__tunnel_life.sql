-- What a tunnel moved, who keeps it open without doing anything, and how long a device's tunnel may idle.

alter table tunnel add column idle_seconds integer default 900 not null;
alter table tunnel add constraint tunnel_idle_is_positive check (idle_seconds > 0);
alter table tunnel add column received_bytes bigint default 0 not null;
alter table tunnel add column sent_bytes bigint default 0 not null;

-- A hold is whole or it is none; it ends after it began
alter table tunnel add column held_by varchar(128);
alter table tunnel add column held_since timestamp(6) with time zone;
alter table tunnel add column held_until timestamp(6) with time zone;
alter table tunnel add constraint tunnel_hold_is_whole check (
  (held_by is null and held_since is null and held_until is null)
  or (held_by is not null and held_since is not null and held_until > held_since));

-- Null: the Engine's own idle time
alter table device add column idle_seconds integer;
alter table device add constraint device_idle_is_positive check (idle_seconds is null or idle_seconds > 0);
