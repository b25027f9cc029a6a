-- A chain over the activity: each row gets a place in it and a hash over itself and the row before, soon after its commit.
-- Rows of activity are not touched: who writes one leaves its id here, and who seals takes it away.

create table activity_unsealed (
  activity_id bigint primary key,
  at          timestamp(6) with time zone not null
);
create index activity_unsealed_in_order on activity_unsealed (at, activity_id);
insert into activity_unsealed (activity_id, at) select id, at from activity;

-- Without a foreign key: a row that somebody took away is to be missed
create table activity_seal (
  sequence      bigint primary key,
  activity_id   bigint not null,
  previous_hash varchar(64) not null,
  hash          varchar(64) not null,
  constraint activity_sealed_once unique (activity_id)
);

-- One row, the end of the chain; whoever seals locks it, so of several Engines one seals at a time
create table activity_chain (
  id       integer primary key,
  sequence bigint not null,
  hash     varchar(64) not null,
  constraint activity_chain_is_one check (id = 1)
);
insert into activity_chain (id, sequence, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

create table activity_checkpoint (
  checkpoint_number bigint primary key,
  sequence          bigint not null,
  hash              varchar(64) not null,
  at                timestamp(6) with time zone not null,
  key_id            varchar(64) not null,
  -- where a key begins: itself, and the one before
  public_key        varchar(128),
  key_before        varchar(64),
  -- where the database was set back: what the Engine had signed and found no more
  lost              varchar(160),
  signature         varchar(128) not null,
  -- of the key before, under the same statement
  endorsement       varchar(128)
);
create index activity_checkpoint_in_order on activity_checkpoint (sequence, checkpoint_number);
