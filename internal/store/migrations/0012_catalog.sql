-- +goose Up

-- Frameworks of skills that an organization uploaded, to choose from when it
-- writes a badge. One with no skills is still being read.
create table frameworks (
	id         text   not null primary key,
	org_id     text   not null references organizations (id),
	name       text   not null,
	skills     bigint not null,
	created_at bigint not null,
	unique (org_id, id)
);

create table skills (
	org_id       text   not null,
	id           text   not null,
	framework_id text   not null,
	name         text   not null,
	url          text   not null,
	code         text   not null,
	primary key (org_id, id),
	foreign key (org_id, framework_id) references frameworks (org_id, id)
);
create index skills_framework on skills (org_id, framework_id);

-- The words by which a skill is found, folded by the program; as bytes, which
-- every database sorts alike.
create table skill_words (
	org_id       text  not null,
	word         bytea not null,
	skill_id     text  not null,
	framework_id text  not null,
	primary key (org_id, word, skill_id)
) without rowid;
create index skill_words_framework on skill_words (org_id, framework_id);

-- Codes by which another organization takes a copy of a badge, once each. Only
-- a hash of the code is known.
create table badge_codes (
	hash           text   not null primary key,
	org_id         text   not null,
	achievement_id text   not null,
	until          bigint not null,
	used_at        bigint not null,
	used_by        text   not null,
	created_at     bigint not null,
	foreign key (org_id, achievement_id) references achievements (org_id, id)
) without rowid;
