-- What of the Engine the device said it trusts; null for one that never said so
alter table device add column trust_id varchar(16);
