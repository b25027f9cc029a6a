-- People of the company's identity provider. Who somebody is there is his issuer and subject, and never his name.

-- Both null: a local account. Both set: nobody has a password for it
alter table operator_account add column issuer varchar(512);
alter table operator_account add column subject varchar(255);
alter table operator_account add constraint operator_of_issuer_once unique (issuer, subject);
alter table operator_account add constraint operator_local_or_of_issuer check (
  (issuer is null and subject is null) or (issuer is not null and subject is not null));

-- The session there that this one came from, so that its end there ends it here
alter table operator_session add column issuer_session varchar(255);
-- SHA-256 of the issuer's token that a script proves itself by: one token is one session, once
alter table operator_session add column token_hash varchar(64);
-- Null: its limits are those of all sessions alone
alter table operator_session add column expires_at timestamp(6) with time zone;
alter table operator_session add constraint operator_session_token_once unique (token_hash);
create index operator_session_of_issuer on operator_session (issuer_session);
