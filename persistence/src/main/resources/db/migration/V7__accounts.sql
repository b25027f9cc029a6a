-- What an administrator settles about an account, the second factor that its operator set up, and what a session must do
-- before it may do anything else. Accounts that are there already stay what they are.

alter table operator_account add column version integer default 0 not null;
alter table operator_account add column must_change_password boolean default false not null;
-- Null: before it was written down
alter table operator_account add column password_set_at timestamp(6) with time zone;

-- Null: nothing. A session that ended keeps what it had
alter table operator_session add column duty varchar(32);
