-- +goose Up

-- Addresses that people want to add to their accounts, or have removed.
create table address_changes (
	id         text   not null primary key,
	account_id text   not null references accounts (id),
	email      text   not null,
	other_id   text   not null, -- the account that it brings along, while the two are joining
	state      text   not null,
	created_at bigint not null,
	done_at    bigint not null
);
create index address_changes_account on address_changes (account_id, created_at);
create index address_changes_email on address_changes (email, created_at);
create index address_changes_joining on address_changes (done_at) where state = 'joining';

-- What earners say of themselves. Somebody without a row says nothing and may
-- be reminded.
create table profiles (
	account_id  text    not null primary key references accounts (id),
	workplace   text    not null,
	title       text    not null,
	bio         text    not null,
	links       text    not null,
	public      boolean not null,
	language    text    not null, -- of letters and pages, as BCP 47 has it; empty: nothing chosen
	zone        text    not null,
	reminders   boolean not null,
	reminded_at bigint  not null
);

create table photos (
	account_id text   not null primary key references accounts (id),
	png        bytea  not null,
	changed_at bigint not null
);

-- +goose Down
drop table photos;
drop table profiles;
drop table address_changes;
