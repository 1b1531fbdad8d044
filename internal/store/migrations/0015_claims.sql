-- +goose Up

-- Badges that people come and get: by a code on a poster, by a slip of paper
-- with a code of its own, or by applying.
create table offers (
	id             text    not null,
	org_id         text    not null references organizations (id),
	achievement_id text    not null,
	kind           text    not null,
	code           text    not null, -- of the poster; '': slips have codes of their own, applications none
	note           text    not null,
	opens_at       bigint  not null,
	closes_at      bigint  not null, -- 0: stays open
	zone           text    not null, -- in which these times are told
	quota          bigint  not null, -- 0: without a limit
	used           bigint  not null, -- places taken: issued, or waiting to be looked at
	review         boolean not null,
	ended_at       bigint  not null, -- by hand
	batch_id       text    not null, -- the one that its awards go into now
	created_at     bigint  not null,
	primary key (org_id, id),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
);
create unique index offers_id on offers (id);
create unique index offers_code on offers (code) where code <> '';
create unique index offers_application on offers (org_id, achievement_id) where kind = 'application' and ended_at = 0;

create table slips (
	code     text   not null primary key,
	org_id   text   not null,
	offer_id text   not null,
	number   bigint not null, -- on its sheet, from 1
	name     text   not null,
	claim_id text   not null, -- who has it; '': nobody yet
	foreign key (org_id, offer_id) references offers (org_id, id)
) without rowid;
create index slips_offer on slips (org_id, offer_id, number);

-- Who asked for one. A claim waits for its address to be proven, is asked when
-- the organization has to look at it, and then granted or declined.
create table claims (
	id         text   not null,
	org_id     text   not null,
	offer_id   text   not null,
	slip       text   not null,
	name       text   not null,
	email      text   not null,
	language   text   not null, -- in which they asked
	statement  text   not null,
	evidence   text   not null,
	file       text   not null,
	file_name  text   not null,
	state      text   not null,
	reason     text   not null,
	batch_id   text   not null,
	row_number bigint not null,
	created_at bigint not null,
	proven_at  bigint not null,
	decided_at bigint not null,
	primary key (org_id, id),
	foreign key (org_id, offer_id) references offers (org_id, id)
);
create unique index claims_id on claims (id);
create index claims_offer on claims (org_id, offer_id, state, id);
create index claims_email on claims (email, created_at);
create index claims_waiting on claims (created_at) where state = 'waiting';
create unique index claims_once on claims (org_id, offer_id, email) where state in ('asked', 'granted');

-- A badge that comes by itself to whoever holds others.
create table pathways (
	org_id         text   not null,
	achievement_id text   not null,
	need           bigint not null, -- how many of the steps; 0: all of them
	batch_id       text   not null,
	created_at     bigint not null,
	checked_at     bigint not null, -- when the last look at everybody began
	primary key (org_id, achievement_id),
	foreign key (org_id, achievement_id) references achievements (org_id, id)
);
create index pathways_checked on pathways (checked_at);

create table pathway_steps (
	org_id         text   not null,
	achievement_id text   not null,
	number         bigint not null,
	step_id        text   not null,
	primary key (org_id, achievement_id, step_id),
	foreign key (org_id, achievement_id) references pathways (org_id, achievement_id),
	foreign key (org_id, step_id) references achievements (org_id, id)
);
create index pathway_steps_step on pathway_steps (org_id, step_id);

-- Whom a pathway has awarded: once, also when the badge was taken back.
create table pathway_awards (
	org_id         text   not null,
	achievement_id text   not null,
	account_id     text   not null,
	batch_id       text   not null,
	row_number     bigint not null,
	awarded_at     bigint not null,
	lapsed_at      bigint not null, -- since when the steps are not held any more; 0: they are
	primary key (org_id, achievement_id, account_id),
	foreign key (org_id, achievement_id) references pathways (org_id, achievement_id)
);
create index pathway_awards_account on pathway_awards (account_id);
create index pathway_awards_lapsed on pathway_awards (org_id, achievement_id, lapsed_at) where lapsed_at <> 0;
