-- +goose Up

-- What earners ask organizations to put right, and what was said about it.
create table requests (
	id            text   not null,
	org_id        text   not null references organizations (id),
	account_id    text   not null references accounts (id),
	credential_id text   not null,
	kind          text   not null,
	wanted        text   not null,
	reason        text   not null,
	file          text   not null,
	file_name     text   not null,
	state         text   not null,
	assigned_to   text   not null, -- the member who answers it; '': nobody in particular
	created_at    bigint not null,
	changed_at    bigint not null,
	primary key (org_id, id),
	foreign key (org_id, credential_id) references credentials (org_id, id)
);
create index requests_account on requests (account_id, id);
create index requests_open on requests (org_id, id) where state = 'open';

create table request_notes (
	org_id     text    not null,
	request_id text    not null,
	number     bigint  not null,
	staff      boolean not null,
	note       text    not null,
	state      text    not null,
	at         bigint  not null,
	primary key (org_id, request_id, number),
	foreign key (org_id, request_id) references requests (org_id, id)
);

-- Messages to whoever runs the installation. org_id says whose badge one is
-- about; that organization reads it too.
create table support_messages (
	id         text   not null primary key,
	reference  text   not null unique,
	org_id     text   not null,
	topic      text   not null,
	email      text   not null,
	name       text   not null,
	code       text   not null,
	message    text   not null,
	file       text   not null,
	file_name  text   not null,
	account_id text   not null,
	created_at bigint not null
);
create index support_messages_org on support_messages (org_id, id);
