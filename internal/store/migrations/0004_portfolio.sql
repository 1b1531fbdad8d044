-- +goose Up

-- What earners do with what they earned. A credential without a row here is
-- unlisted: whoever has its address may open it.
create table visibilities (
	org_id        text   not null,
	credential_id text   not null,
	visibility    text   not null,
	changed_at    bigint not null,
	primary key (org_id, credential_id),
	foreign key (org_id, credential_id) references credentials (org_id, id)
);

-- Letters by which an earner shows a badge to somebody. The note is cleared
-- when the letter has left.
create table shares (
	letter_id     text   not null primary key,
	account_id    text   not null references accounts (id),
	org_id        text   not null,
	credential_id text   not null,
	email         text   not null,
	note          text   not null,
	created_at    bigint not null,
	foreign key (org_id, credential_id) references credentials (org_id, id)
);
create index shares_account on shares (account_id, created_at);
create index shares_email on shares (email, created_at);

create table collections (
	id         text   not null primary key,
	account_id text   not null references accounts (id),
	slug       text   not null unique,
	name       text   not null,
	about      text   not null,
	visibility text   not null,
	created_at bigint not null
);
create index collections_account on collections (account_id, id);

create table collected (
	collection_id text   not null references collections (id),
	org_id        text   not null,
	credential_id text   not null,
	place         bigint not null,
	primary key (collection_id, org_id, credential_id),
	foreign key (org_id, credential_id) references credentials (org_id, id)
);

-- The page that shows somebody's public badges, for those who want one.
create table showcases (
	account_id text    not null primary key references accounts (id),
	slug       text    not null unique,
	about      text    not null,
	open       boolean not null,
	listed     boolean not null,
	changed_at bigint  not null
);

-- Badges of other systems, kept byte for byte, with what verifying them found.
create table imports (
	id          text   not null primary key,
	account_id  text   not null references accounts (id),
	name        text   not null,
	issuer      text   not null,
	domain      text   not null,
	recipient   text   not null,
	description text   not null,
	source      text   not null,
	media_type  text   not null,
	file        text   not null,
	size        bigint not null,
	picture     text   not null,
	verdict     text   not null,
	checks      text   not null,
	issued_on   bigint not null,
	expires_on  bigint not null,
	created_at  bigint not null,
	unique (account_id, file)
);

-- Everything of one person as one file, made by a job.
create table exports (
	id          text   not null primary key,
	account_id  text   not null references accounts (id),
	state       text   not null,
	total       bigint not null,
	done        bigint not null,
	size        bigint not null,
	created_at  bigint not null,
	finished_at bigint not null,
	until       bigint not null
);
create index exports_account on exports (account_id, id);
