-- +goose Up

-- How often something was done with a credential, by day: its page opened, a
-- file of it taken, it was shared. Nothing is known of who did.
create table uses (
	org_id        text   not null,
	credential_id text   not null,
	what          text   not null,
	day           bigint not null,
	times         bigint not null,
	primary key (org_id, credential_id, what, day),
	foreign key (org_id, credential_id) references credentials (org_id, id)
) without rowid;

-- What happened to a batch and is not in the counts yet: one row for what one
-- transaction did to it, written in that transaction. A job adds it to the
-- counts and takes it away, so that nobody waits for the same row of them.
create table count_slips (
	id       text not null primary key,
	org_id   text not null,
	batch_id text not null,
	counts   text not null, -- JSON
	foreign key (org_id, batch_id) references batches (org_id, id)
) without rowid;

-- The sums: of an organization (scope ''), an achievement or a batch, by day
-- (grain 'd') and by month (grain 'm', under its first day).
create table counts (
	org_id text   not null,
	scope  text   not null,
	grain  text   not null,
	what   text   not null,
	day    bigint not null,
	n      bigint not null,
	primary key (org_id, scope, grain, what, day)
) without rowid;
