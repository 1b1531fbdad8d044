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

-- +goose Down
drop table issued_blocks;
