-- +goose Up

-- Unsuccessful logins in a row, by what they were made at: an account, a
-- browser that its owner knows, or a name that nobody has (as a keyed hash),
-- all counted alike so that a stranger cannot tell them apart.
create table login_counters (
	name      text   not null primary key,
	failures  bigint not null,
	failed_at bigint not null
);
create index login_counters_failed on login_counters (failed_at);

-- The latest unsuccessful logins, for their owner to look at and for holding
-- up a source that makes many. source is a keyed hash of the address.
create table failed_logins (
	id         text    not null primary key,
	account_id text    not null,
	source     text    not null,
	prefix     text    not null,
	locked     boolean not null,
	at         bigint  not null
);
create index failed_logins_source on failed_logins (source, at);
create index failed_logins_account on failed_logins (account_id, at);
create index failed_logins_at on failed_logins (at);

-- Browsers by which the owner of an account logged in before.
create table known_devices (
	id         text   not null primary key,
	account_id text   not null references accounts (id),
	agent      text   not null,
	prefix     text   not null,
	created_at bigint not null,
	seen_at    bigint not null
);
create index known_devices_account on known_devices (account_id);

-- Who is signed in where. The browser's own data are in sessions.
create table visits (
	id         text    not null primary key,
	account_id text    not null references accounts (id),
	limited    boolean not null, -- by a temporary password: opens nothing but choosing a new one
	agent      text    not null,
	prefix     text    not null,
	began_at   bigint  not null,
	seen_at    bigint  not null
);
create index visits_account on visits (account_id);
create index visits_began on visits (began_at);

-- At most one letter a day tells of a lock.
create index letters_lock on letters (account_id, created_at) where kind = 'locked';

create table unlocks (
	id         text   not null primary key,
	org_id     text   not null references organizations (id),
	account_id text   not null references accounts (id),
	at         bigint not null
);
create index unlocks_account on unlocks (org_id, account_id, at);

-- The second factors. The secret of an authenticator app is derived from its
-- id; a recovery code is kept as a keyed hash.
create table authenticators (
	account_id   text   not null primary key references accounts (id),
	secret_id    text   not null,
	created_at   bigint not null,
	confirmed_at bigint not null,
	last_step    bigint not null
);

create table recovery_codes (
	code_hash  text   not null primary key,
	account_id text   not null references accounts (id),
	created_at bigint not null,
	used_at    bigint not null
);
create index recovery_codes_account on recovery_codes (account_id);

create table passkeys (
	id         text   not null primary key,
	account_id text   not null references accounts (id),
	name       text   not null,
	credential text   not null,
	created_at bigint not null,
	used_at    bigint not null
);
create index passkeys_account on passkeys (account_id);

-- +goose Down
drop table passkeys;
drop table recovery_codes;
drop table authenticators;
drop table unlocks;
drop index letters_lock;
drop table visits;
drop table known_devices;
drop table failed_logins;
drop table login_counters;
