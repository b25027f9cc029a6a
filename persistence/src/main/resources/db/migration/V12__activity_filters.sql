-- Whoever reads the activity filters it and turns pages: each filter has an index in the order of the pages, the newest first.
-- Falling, for H2 reads no index backwards.

drop index activity_by_time;
create index activity_by_time on activity (at desc, id desc);
drop index activity_by_device;
create index activity_by_device on activity (device_id, at desc, id desc);
create index activity_by_tunnel on activity (tunnel_id, at desc, id desc);
create index activity_by_person on activity (username, at desc, id desc);
create index activity_by_address on activity (remote_address, at desc, id desc);
create index activity_by_event on activity (event, at desc, id desc);
