-- Reports read tunnels in the order of their opening: all, of one device, of one reason of the end; and by who shared them.
-- Falling, for H2 reads no index backwards.

create index tunnel_by_time on tunnel (opened_at desc, id desc);
drop index tunnel_newest_of_device;
create index tunnel_newest_of_device on tunnel (device_id, opened_at desc, id desc);
create index tunnel_by_reason on tunnel (end_reason, opened_at desc, id desc);
create index lease_of_person on lease (username, joined_at desc, tunnel_id);
-- What was open already when a period began
create index tunnel_by_end on tunnel (ended_at, opened_at);
-- The port list that a device had at a moment
create index activity_of_device_by_event on activity (device_id, event, at desc, id desc);
