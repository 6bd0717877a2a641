-- Who owns which account. Routing metadata: all clear.

create table wallet_account (
  tenant bytea not null,
  user_id bytea not null,
  account bytea not null,
  primary key (tenant, user_id),
  unique (tenant, account));
comment on table wallet_account is 'all clear: ids only';
