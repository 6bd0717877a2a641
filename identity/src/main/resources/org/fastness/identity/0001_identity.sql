-- Users, sign-in codes, handoffs, sessions, limits and outgoing mail. Nothing but ciphertext, keyed look-ups, hashes and routing
-- metadata: "field" below is org.fastness.dataprotection.FieldCipher under the tenant's data key of data set "identity", "look-up"
-- is org.fastness.dataprotection.BlindIndex under that data set's index key. Times are microseconds since 1970.

create table identity_user (
  id bytea primary key,
  tenant bytea not null,
  email bytea not null,
  email_index bytea not null,
  created_at bigint not null,
  unique (tenant, email_index));
comment on table identity_user is 'email: field; email_index: look-up of the normalized address; id: UUIDv7, clear; the rest clear';

create table identity_code (
  tenant bytea not null,
  email_index bytea not null,
  code_hash bytea not null,
  attempts bigint not null,
  expires_at bigint not null,
  primary key (tenant, email_index));
comment on table identity_code is 'email_index: look-up of the normalized address; code_hash: look-up of address and code; the rest clear';
create index identity_code_expires on identity_code (expires_at);

create table identity_handoff (
  token_hash bytea primary key,
  tenant bytea not null,
  user_id bytea not null references identity_user (id),
  expires_at bigint not null);
comment on table identity_handoff is 'token_hash: SHA-256 of a random token of 256 bits; the rest clear';
create index identity_handoff_expires on identity_handoff (expires_at);

create table identity_session (
  id bytea primary key,
  tenant bytea not null,
  token_hash bytea not null unique,
  user_id bytea not null references identity_user (id),
  created_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null);
comment on table identity_session is 'token_hash: SHA-256 of a random token of 256 bits; the rest clear';
create index identity_session_user on identity_session (user_id);
create index identity_session_ends on identity_session (ends_at);

create table identity_login_used (
  tenant bytea not null,
  request_id bytea not null,
  expires_at bigint not null,
  primary key (tenant, request_id));
comment on table identity_login_used is 'login statements already accepted, by the request id the enclave signed; clear';
create index identity_login_used_expires on identity_login_used (expires_at);

create table identity_limit (
  tenant bytea not null,
  subject bytea not null,
  window_start bigint not null,
  uses bigint not null,
  expires_at bigint not null,
  primary key (tenant, subject, window_start));
comment on table identity_limit is 'subject: look-up of the limit and an e-mail address or client address; the rest clear';
create index identity_limit_expires on identity_limit (expires_at);

create table identity_outbox (
  id bytea primary key,
  tenant bytea not null,
  recipient bytea not null,
  content bytea not null,
  attempts bigint not null,
  next_at bigint not null,
  created_at bigint not null,
  expires_at bigint not null);
comment on table identity_outbox is 'recipient, content (subject and text): fields; the rest clear. A row goes when its mail was taken by the mail server, or has expired';
create index identity_outbox_next on identity_outbox (next_at);
