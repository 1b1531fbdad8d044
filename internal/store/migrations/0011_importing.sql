-- +goose Up

-- Cells of a batch that were corrected on its page, since the file came.
create table batch_edits (
	org_id     text   not null,
	batch_id   text   not null,
	row_number bigint not null,
	field      text   not null,
	value      text   not null,
	primary key (org_id, batch_id, row_number, field),
	foreign key (org_id, batch_id) references batches (org_id, id)
);

-- What an organization chose the last time for a file with these headings.
create table import_memories (
	org_id   text   not null references organizations (id),
	headings text   not null, -- a hash of them, in any order
	columns  text   not null,
	dates    text   not null,
	used_at  bigint not null,
	primary key (org_id, headings)
);

-- +goose Down
drop table import_memories;
drop table batch_edits;
