-- What an administrator settles about an account, the second factor that its operator set up, and what a session must do
-- before it may do anything else. Accounts that are there already stay what they are.

alter table operator_account add column version integer default 0 not null;
alter table operator_account add column must_change_password boolean default false not null;
-- Null: before it was written down
alter table operator_account add column password_set_at timestamp(6) with time zone;

-- Null: nothing. A session that ended keeps what it had
alter table operator_session add column duty varchar(32);

-- Codes of one's own device, as the second proof beside the password. The secret is sealed by a key of the Engine
create table second_factor (
  username        varchar(128) primary key references operator_account (username),
  sealed_secret   varchar(255) not null,
  begun_at        timestamp(6) with time zone not null,
  -- Null: no code of it was shown yet, and nothing asks for one
  confirmed_at    timestamp(6) with time zone,
  -- The step of the newest code that was taken; none up to it is taken again
  last_step       bigint not null,
  -- What is left of them, separated by commas
  recovery_hashes varchar(600) not null,
  version         integer not null
);
