-- Since when two machines show the key of a device; null when nobody saw it, or an administrator settled it
alter table device add column clone_suspected_at timestamp(6) with time zone;
