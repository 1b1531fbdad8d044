-- +goose Up

-- Which badges have certificates. The switch and the design are apart: a badge
-- that is switched off keeps what was designed.
create table certificates (
	org_id         text    not null,
	achievement_id text    not null,
	printed        boolean not null,
	revision       bigint  not null, -- the newest
	primary key (org_id, achievement_id),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
) without rowid;

-- What certificates look like, and looked like: a credential is printed with
-- the newest revision that holds since before it was issued.
create table certificate_revisions (
	org_id         text   not null,
	achievement_id text   not null,
	number         bigint not null,
	design         text   not null,
	since          bigint not null, -- 0: for what was issued before, too
	saved_by       text   not null, -- account; '': from the command line
	saved_at       bigint not null,
	primary key (org_id, achievement_id, number),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
);

-- Backgrounds and signatures that an organization uploaded, by their hashes.
create table certificate_pictures (
	org_id   text   not null references organizations (id),
	picture  text   not null,
	saved_at bigint not null,
	primary key (org_id, picture)
) without rowid;

-- Certificates of a whole batch, as one file in the data folder.
create table prints (
	id          text   not null primary key,
	org_id      text   not null,
	batch_id    text   not null,
	form        text   not null, -- 'zip' or 'pdf'
	state       text   not null,
	total       bigint not null,
	done        bigint not null,
	size        bigint not null,
	asked_by    text   not null, -- account; '': from the command line
	created_at  bigint not null,
	started_at  bigint not null,
	finished_at bigint not null,
	until       bigint not null,
	unique (org_id, id),
	foreign key (org_id, batch_id) references batches (org_id, id)
);
create index prints_batch on prints (org_id, batch_id, id);

-- What a file of earners says in columns that a certificate prints.
create table printed_columns (
	org_id     text   not null,
	batch_id   text   not null,
	row_number bigint not null,
	cells      text   not null, -- JSON: by heading
	primary key (org_id, batch_id, row_number),
	foreign key (org_id, batch_id) references batches (org_id, id)
) without rowid;
