-- What the enclave asks the host to keep. The host reads addresses and versions; every blob is ciphertext under the enclave's root.
create table sealed_record (
    tenant bytea not null,
    kind bigint not null,
    id bytea not null,
    sub bigint not null,
    version bigint not null,
    blob bytea not null,
    primary key (tenant, kind, id, sub)
);
comment on table sealed_record is 'tenant, kind, id, sub, version: routing, clear. blob: ciphertext under HKDF(root epoch), for keys also under HKDF(user secret).';

create table log_leaf (
    log_index bigint not null primary key,
    leaf_hash bytea not null
);
comment on table log_leaf is 'RFC 6962 leaf hashes of blinded commitments: public, say nothing about an account.';

create table log_checkpoint (
    size bigint not null primary key,
    note text not null
);
comment on table log_checkpoint is 'Signed notes over tree heads: public.';

create table enclave_root (
    id bigint not null primary key,
    sealed bytea not null
);
comment on table enclave_root is 'One row. sealed: the root, ciphertext under the unsealer (a passphrase, Argon2id).';
