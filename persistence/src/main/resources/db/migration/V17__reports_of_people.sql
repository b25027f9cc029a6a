-- Who had a share of a tunnel in a period; who had one already when it began is found by the tunnels of V16
create index lease_by_time on lease (joined_at desc, tunnel_id);
-- Devices that were not seen for long
create index device_by_last_seen on device (last_seen_at, id);
