-- +goose Up

-- What credentials are searched by, some hundred lines together, packed: one
-- line for each credential, and another when it comes to say something else.
-- What stands beside the lines tells which blocks need not be looked into:
-- days since 1970, the earliest and the latest.
create table issued_blocks (
	org_id      text   not null references organizations (id),
	last_id     text   not null,
	id          text   not null,
	first_id    text   not null,
	batch_id    text   not null, -- of all of them; '': of several
	lines       bigint not null,
	issued_from bigint not null,
	issued_to   bigint not null,
	ends_from   bigint not null,
	ends_to     bigint not null,
	sieve       bytea  not null, -- lets through beginnings of words that may be in there
	line_text   bytea  not null,
	primary key (org_id, last_id, id)
);

-- Things done to some credentials together, and to which. What they should
-- say, and what they said before and since, is JSON.
create table bulks (
	id         text   not null,
	org_id     text   not null references organizations (id),
	kind       text   not null,
	state      text   not null,
	say        text   not null,
	reason     text   not null,
	total      bigint not null,
	unfit      bigint not null,
	done       bigint not null,
	left_alone bigint not null,
	failed     bigint not null,
	created_by text   not null,
	created_at bigint not null,
	started_at bigint not null,
	done_at    bigint not null,
	undoes     text   not null,
	undone_by  text   not null,
	primary key (org_id, id)
);

create table bulk_rows (
	org_id        text   not null,
	bulk_id       text   not null,
	number        bigint not null,
	credential_id text   not null,
	name          text   not null,
	outcome       text   not null,
	note          text   not null,
	trace         text   not null,
	primary key (org_id, bulk_id, number),
	foreign key (org_id, bulk_id) references bulks (org_id, id)
) without rowid;

-- Lists that members come back to; account_id '' is everybody's.
create table saved_views (
	id         text not null,
	org_id     text not null references organizations (id),
	account_id text not null,
	name       text not null,
	query      text not null,
	primary key (org_id, id)
);

-- Answers to requests that an organization gives often.
create table canned_answers (
	id         text   not null,
	org_id     text   not null references organizations (id),
	name       text   not null,
	answer     text   not null,
	primary key (org_id, id)
);

-- What an organization lets happen by itself.
create table desk_rules (
	org_id   text    not null primary key references organizations (id),
	spelling boolean not null -- one small correction of a name a year
);

-- Letters to one person about no credential, for the organization that wrote
-- them. Those about a credential are found by it.
create index letters_account on letters (account_id, id) where account_id <> '';

-- Which end of which credential was told of, how many days before, and on
-- which day. A renewed one has another end.
create table expiry_notices (
	org_id        text   not null,
	credential_id text   not null,
	expires_on    bigint not null,
	days          bigint not null,
	noted_on      bigint not null,
	primary key (org_id, credential_id, expires_on, days)
) without rowid;
create index expiry_notices_noted on expiry_notices (noted_on, org_id);

-- Badges whose ends nobody is told of.
create table quiet_badges (
	org_id         text not null,
	achievement_id text not null,
	primary key (org_id, achievement_id),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
);

-- +goose Down
drop table quiet_badges;
drop table expiry_notices;
drop index letters_account;
drop table desk_rules;
drop table canned_answers;
drop table saved_views;
drop table bulk_rows;
drop table bulks;
drop table issued_blocks;
