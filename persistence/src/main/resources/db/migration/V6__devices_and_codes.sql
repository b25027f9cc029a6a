-- What people call a device, and what administrators let it do. A device that was removed keeps its row, and with it its
-- key and its address: nobody else gets either.

alter table device add column display_name varchar(128);
alter table device add column state varchar(16) default 'ACTIVE' not null;
update device set state = 'DISABLED' where disabled;
alter table device drop column disabled;
alter table device add constraint device_state_is_known check (
  state in ('ACTIVE', 'QUARANTINED', 'DISABLED', 'REMOVED'));

-- Null: it never was in another state
alter table device add column state_since timestamp(6) with time zone;
alter table device add column state_by varchar(128);
alter table device add column state_reason varchar(500);
