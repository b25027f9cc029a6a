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

-- How many devices a code was made for; of codes that are there already, what is left and what was used
alter table enrollment_code add column uses integer default 1 not null;
update enrollment_code set uses = uses_left
  + (select count(*) from enrollment_request r where r.code_id = enrollment_code.id);
alter table enrollment_code add constraint enrollment_code_counts_down check (uses_left <= uses);
alter table enrollment_code add column label varchar(128);

-- Null: nobody took it back
alter table enrollment_code add column revoked_at timestamp(6) with time zone;
alter table enrollment_code add column revoked_by varchar(128);
alter table enrollment_code add column revoke_reason varchar(500);
create index enrollment_code_newest on enrollment_code (created_at);
