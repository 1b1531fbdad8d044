-- +goose Up

-- Somebody is asked to join a team, at one address. The link is derived from the id.
create table invitations (
	id          text   not null primary key,
	org_id      text   not null references organizations (id),
	email       text   not null,
	role        text   not null,
	invited_by  text   not null, -- an account; '': the host
	created_at  bigint not null,
	until       bigint not null,
	ended_at    bigint not null, -- accepted, withdrawn, or replaced by a newer one
	accepted_by text   not null  -- an account; '': nobody
) without rowid;
create unique index invitations_open on invitations (org_id, email) where ended_at = 0;
create index invitations_made on invitations (org_id, created_at);

-- The staff that a badge is kept for. No rows: everybody's whose role reaches.
create table badge_staff (
	org_id         text not null references organizations (id),
	achievement_id text not null,
	account_id     text not null references accounts (id),
	primary key (org_id, achievement_id, account_id),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
) without rowid;
create index badge_staff_account on badge_staff (account_id);

-- What an organization's first page asks for.
create index letters_failed on letters (org_id) where state = 'failed';
create index shares_org on shares (org_id, credential_id);
