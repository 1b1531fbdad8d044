-- +goose Up

-- A correction that is recorded and not sealed: what is going to be signed in
-- place of what a credential says now.
create table corrections (
	org_id        text   not null,
	credential_id text   not null,
	name          text   not null,
	issued_on     bigint not null,
	expires_on    bigint not null,
	list_id       text   not null,
	list_index    bigint not null,
	key_id        text   not null,
	document      bytea  not null,
	prepared_at   bigint not null,
	primary key (org_id, credential_id),
	foreign key (org_id, credential_id) references credentials (org_id, id)
);

-- What a credential said before it was corrected, the very bytes. number
-- counts from 1.
create table predecessors (
	org_id        text   not null,
	credential_id text   not null,
	number        bigint not null,
	name          text   not null,
	issued_on     bigint not null,
	expires_on    bigint not null,
	list_id       text   not null,
	list_index    bigint not null,
	key_id        text   not null,
	document      bytea  not null,
	sealed_at     bigint not null,
	replaced_at   bigint not null,
	reason        text   not null,
	primary key (org_id, credential_id, number),
	foreign key (org_id, credential_id) references credentials (org_id, id)
);
