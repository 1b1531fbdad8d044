-- +goose Up

-- An organization's own words in a letter to earners, in one language.
create table letter_words (
	org_id     text   not null references organizations (id),
	kind       text   not null,
	language   text   not null,
	subject    text   not null, -- '': the built-in one
	body       text   not null, -- '': the built-in one
	changed_at bigint not null,
	primary key (org_id, kind, language)
) without rowid;
