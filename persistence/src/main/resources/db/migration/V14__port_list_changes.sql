-- Which state of a device's port list somebody saw, who changed it last, and what its rules are for.

alter table device add column ports_version integer default 0 not null;
alter table device add column ports_changed_by varchar(128);
alter table device add column ports_changed_at timestamp(6) with time zone;
alter table port_grant add column comment_text varchar(200);
-- a line each: the rule, a blank, its comment
alter table filed_request add column ports_comments varchar(16384);
