-- +goose Up

-- Ids are texts made by the program that sort by time; times are microseconds UTC, 0 for
-- "not yet"; JSON is text that no query opens. Rows of an organization refer to
-- each other together with the organization: none can belong to another's.
-- Tables without rowid lie in the index of their key, once; PostgreSQL, which
-- has no such tables, is not told.

create table organizations (
	id              text    not null primary key,
	parent_id       text    not null, -- the organization whose department this is; '': none
	slug            text    not null unique,
	name            text    not null,
	url             text    not null,
	email           text    not null,
	description     text    not null,
	street          text    not null,
	locality        text    not null,
	region          text    not null,
	postal_code     text    not null,
	country         text    not null,
	logo            text    not null,
	accent          text    not null,
	invite_login    boolean not null,
	linkedin_id     text    not null,
	no_linkedin     boolean not null,
	sender_name     text    not null,
	reply_to        text    not null,
	hold_minutes    bigint  not null,
	no_owner_link   boolean not null,
	duplicates      text    not null,
	visibility      text    not null,
	language        text    not null, -- of letters to people who chose none, and of new badges; '': not said
	jwt_form        boolean not null,
	hosted_form     boolean not null,
	plain_list      boolean not null,
	terms_at        bigint  not null,
	terms_by        text    not null,
	suspended_at    bigint  not null,
	created_at      bigint  not null
);
create index organizations_parent on organizations (parent_id) where parent_id <> '';

create table accounts (
	id              text    not null primary key,
	name            text    not null,
	email           text    not null,
	password        text    not null,
	operator        boolean not null,
	locked_at       bigint  not null,
	invite_id       text    not null,
	invited_until   bigint  not null,
	password_since  bigint  not null,
	created_at      bigint  not null,
	last_login_at   bigint  not null
) without rowid;

-- Every address by which a person can log in. One person may have several;
-- one address never names two people.
create table addresses (
	email       text   not null primary key,
	account_id  text   not null references accounts (id),
	verified_at bigint not null,
	ends_on     bigint not null, -- the last day on which its owner will read it
	change_id   text   not null  -- the change that brought it; '': something was issued to it
) without rowid;

create table reset_links (
	id         text   not null primary key,
	account_id text   not null references accounts (id),
	until      bigint not null,
	opens_lock boolean not null, -- the owner's own way out of a lock
	used_at    bigint not null,
	created_at bigint not null
);
create index reset_links_account on reset_links (account_id);

create table sessions (
	token_hash text   not null primary key,
	data       bytea  not null,
	until      bigint not null
);
create index sessions_until on sessions (until);

create table members (
	org_id     text   not null references organizations (id),
	account_id text   not null references accounts (id),
	role       text   not null,
	created_at bigint not null,
	primary key (org_id, account_id)
);
create index members_account on members (account_id);

create table signing_keys (
	id          text   not null primary key,
	org_id      text   not null references organizations (id),
	number      bigint not null,
	algorithm   text   not null,
	public      text   not null,
	sealed      bytea  not null,
	created_at  bigint not null,
	unique (org_id, number),
	unique (org_id, id)
);

create table status_lists (
	id         text   not null primary key,
	org_id     text   not null references organizations (id),
	kind       text   not null,
	number     bigint not null,
	used       bytea  not null,
	bits       bytea  not null,
	taken      bigint not null,
	version    bigint not null,
	published  bigint not null,
	signed     bytea  not null,
	created_at bigint not null,
	unique (org_id, kind, number),
	unique (org_id, id)
);

create table achievements (
	id         text   not null primary key,
	org_id     text   not null references organizations (id),
	slug       text   not null,
	revision   bigint not null,
	state      text   not null,
	evidence   boolean not null, -- an award needs it
	updating   text   not null, -- the revision that what was issued is being updated to; '' when nothing is
	created_at bigint not null,
	unique (org_id, slug),
	unique (org_id, id)
);

create table revisions (
	id             text   not null primary key,
	org_id         text   not null references organizations (id),
	achievement_id text   not null,
	number         bigint not null,
	name           text   not null,
	description    text   not null,
	criteria       text   not null,
	picture        text   not null,
	design         text   not null,
	tags           text   not null,
	details        text   not null,
	valid_for      text   not null,
	valid_until    bigint not null,
	created_at     bigint not null,
	unique (achievement_id, number),
	unique (org_id, id),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
);

-- How many rows were found how, and how many stand where since, is counted here:
-- nobody reads a million rows to see how far a batch is.
create table batches (
	id             text    not null primary key,
	org_id         text    not null references organizations (id),
	achievement_id text    not null,
	revision_id    text    not null,
	file_name      text    not null,
	file           text    not null,
	reading        text    not null,
	dates          text    not null,
	duplicates     text    not null,
	state          text    not null,
	created_by     text    not null,
	created_at     bigint  not null,
	rights_at      bigint  not null,
	rights_by      text    not null,
	parent_id      text    not null, -- the batch from whose file its rows come; '': its own
	run_at         bigint  not null,
	letters_at     bigint  not null,
	confirmed_at   bigint  not null,
	done_at        bigint  not null,
	rows_ok        bigint  not null,
	rows_warning   bigint  not null,
	rows_question  bigint  not null,
	rows_duplicate bigint  not null,
	rows_error     bigint  not null,
	waiting        bigint  not null,
	issued         bigint  not null,
	repeated       bigint  not null,
	replaced       bigint  not null,
	refused        bigint  not null,
	unique (org_id, id),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
);
create index batches_reading on batches (org_id, created_at) where state = 'reading';
create index batches_parent on batches (org_id, parent_id) where parent_id <> '';

-- A row of a batch. It goes when it becomes a credential, unless checking found
-- something that is to be shown later.
create table awards (
	org_id          text   not null,
	batch_id        text   not null,
	row_number      bigint not null,
	achievement_id  text   not null, -- that the row names itself; '': that of the batch
	name            text   not null,
	email           text   not null,
	issued_on       bigint not null,
	expires_on      bigint not null,
	narrative       text   not null,
	evidence        text   not null,
	evidence_text   text   not null,
	external_number text   not null,
	language        text   not null,
	outcome         text   not null,
	findings        text   not null,
	state           text   not null,
	primary key (org_id, batch_id, row_number),
	foreign key (org_id, batch_id) references batches (org_id, id)
);

-- Documents of one wording and key resemble each other: they are kept as what
-- differs from one of them. A dictionary never changes, and stays as long as the
-- documents that were written with it.
create table dictionaries (
	id          text   not null primary key,
	org_id      text   not null,
	revision_id text   not null,
	key_id      text   not null,
	sample      bytea  not null,
	unique (org_id, id),
	foreign key (org_id, revision_id) references revisions (org_id, id),
	foreign key (org_id, key_id) references signing_keys (org_id, id)
);
create index dictionaries_newest on dictionaries (org_id, revision_id, key_id, id);

-- What the credentials of one batch have in common, besides the batch itself.
create table series (
	org_id        text   not null,
	batch_id      text   not null,
	number        bigint not null,
	revision_id   text   not null, -- the wording that they carry; their batch began with an earlier one when they were updated
	list_id       text   not null,
	key_id        text   not null,
	dictionary_id text   not null,
	primary key (org_id, batch_id, number),
	foreign key (org_id, batch_id) references batches (org_id, id),
	foreign key (org_id, list_id) references status_lists (org_id, id),
	foreign key (org_id, key_id) references signing_keys (org_id, id),
	foreign key (org_id, dictionary_id) references dictionaries (org_id, id)
);

-- Credentials that are recorded and not sealed: what is going to be signed.
create table prepared (
	id          text   not null,
	org_id      text   not null,
	batch_id    text   not null,
	row_number  bigint not null,
	series      bigint not null,
	code        text   not null,
	expires_on  bigint not null,
	list_index  bigint not null,
	document    bytea  not null,
	prepared_at bigint not null,
	primary key (org_id, batch_id, row_number),
	foreign key (org_id, batch_id, row_number) references awards (org_id, batch_id, row_number),
	foreign key (org_id, batch_id, series) references series (org_id, batch_id, number)
);

-- That no index of a status list is given out twice is kept by the list itself:
-- taking one is an update under the number of those taken before.
create table credentials (
	id              text   not null,
	org_id          text   not null,
	batch_id        text   not null,
	row_number      bigint not null,
	series          bigint not null,
	code            text   not null unique,
	account_id      text   not null,
	name            text   not null,
	email           text   not null,
	external_number text   not null,
	issued_on       bigint not null,
	expires_on      bigint not null,
	list_index      bigint not null,
	document        bytea  not null,
	sealed_at       bigint not null,
	revoked_at      bigint not null,
	suspended_at    bigint not null, -- 0 also once it is revoked
	reason          text   not null, -- of the revocation, or of the suspension
	search          text   not null, -- folded by the program where the engines, which fold ASCII only, would not do; else empty
	primary key (org_id, id),
	unique (batch_id, row_number),
	foreign key (org_id, batch_id, series) references series (org_id, batch_id, number)
);
create index credentials_account on credentials (account_id);
create index credentials_revoked on credentials (org_id, id) where revoked_at <> 0;
create index credentials_suspended on credentials (org_id, id) where suspended_at <> 0;

create index credentials_expires on credentials (expires_on, id) where expires_on <> 0 and revoked_at = 0;

-- The people whom an organization issued to. What it knows of them, their name
-- in print and its own number, stands in the credential that it issued last.
create table recipients (
	org_id        text   not null references organizations (id),
	account_id    text   not null,
	credential_id text   not null,
	language      text   not null, -- as the organization gave it, a BCP 47 tag; '': it did not
	primary key (org_id, account_id)
) without rowid;

-- A letter about a credential goes to whom that was issued: name, address and
-- account stand there.
create table letters (
	id            text   not null primary key,
	org_id        text   not null,
	kind          text   not null,
	email         text   not null,
	name          text   not null,
	account_id    text   not null,
	credential_id text   not null,
	about         text   not null,
	secret_id     text   not null,
	until         bigint not null,
	state         text   not null,
	attempts      bigint not null,
	last_error    text   not null,
	created_at    bigint not null,
	sent_at       bigint not null
) without rowid;
-- The letter with which a credential was issued has its id.
create index letters_credential on letters (credential_id) where id <> credential_id;
create index letters_queued on letters (id) where state = 'queued';

create table events (
	id         text   not null primary key,
	org_id     text   not null,
	actor      text   not null,
	verb       text   not null,
	subject    text   not null,
	note       text   not null,
	at         bigint not null
);
create index events_org on events (org_id, id);

create table settings (
	name  text not null primary key,
	value text not null
);

-- +goose Down
drop table settings;
drop table events;
drop table letters;
drop table recipients;
drop table credentials;
drop table prepared;
drop table series;
drop table dictionaries;
drop table awards;
drop table batches;
drop table revisions;
drop table achievements;
drop table status_lists;
drop table signing_keys;
drop table members;
drop table sessions;
drop table reset_links;
drop table addresses;
drop table accounts;
drop table organizations;
