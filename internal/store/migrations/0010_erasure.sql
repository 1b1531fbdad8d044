-- +goose Up

-- Accounts whose owners asked for everything to be erased, until it is.
create table erasures (
	account_id text   not null primary key references accounts (id),
	secret_id  text   not null,
	asked_at   bigint not null,
	due_at     bigint not null,
	told_at    bigint not null -- when the last letter was written: from then on it cannot be taken back
);
create index erasures_due on erasures (due_at);

-- What is left of a credential that was erased: that the organization issued
-- this, on this day, to somebody.
create table erased (
	code        text   not null primary key,
	org_id      text   not null,
	revision_id text   not null,
	list_id     text   not null,
	issued_on   bigint not null,
	erased_at   bigint not null,
	foreign key (org_id, revision_id) references revisions (org_id, id),
	foreign key (org_id, list_id) references status_lists (org_id, id)
) without rowid;
create index erased_org on erased (org_id, erased_at);
