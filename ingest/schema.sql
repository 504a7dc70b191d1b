-- The base. Every row of a document's facts names the block it stands in (blocks.block).
-- Ids are made from content, never from counters that depend on the order of work; tables are kept in
-- the order of their keys (without rowid), so that equal contents give equal dumps.
-- search_id numbers are the rows of search_entries / search_fts (see ingest/store.py).

create table meta (
  key text primary key,
  value text not null
) without rowid;

-- what people know (authority/) ------------------------------------------------------------

create table countries (
  code text primary key,                 -- ISO 3166-1 alpha-2
  name_ko text not null,
  name_en text not null
) without rowid;

create table kinds (
  id text primary key,
  name_ko text not null,
  name_en text not null
) without rowid;

create table themes (
  id text primary key,
  name_ko text not null,
  name_en text not null
) without rowid;

create table rules (
  id text primary key,
  government text not null,              -- as trip_participants names it
  basic text,
  name text not null,
  version text,
  plan_days_before integer,
  report_days_after integer,
  source text
) without rowid;

create table institutions (
  id text primary key,
  name_ko text,
  name_en text,
  name_local text,
  kind text references kinds(id),
  is_type integer not null default 0,    -- 1: a type of institution, no single organisation
  city text,
  country_code text references countries(code),
  latitude real,
  longitude real,
  website text,
  description text,
  origin text not null,                  -- authority: from authority/; document: first met in a document
  checked text not null,                 -- sourced, unsourced, document
  note text,
  search_id integer not null unique
) without rowid;

create table institution_names (
  institution_id text not null references institutions(id),
  name text not null,
  language text not null,
  origin text not null,                  -- authority, document, decision
  name_key text not null,                -- the name as it is compared: search.hangul.name_key
  primary key (institution_id, name, language)
) without rowid;
create index institution_names_key on institution_names(name_key);

create table institution_claims (
  institution_id text not null references institutions(id),
  property text not null,
  language text not null,
  value text not null,
  source text,                           -- an address; null: nobody checked it
  primary key (institution_id, property, language, value)
) without rowid;

create table institution_themes (
  institution_id text not null references institutions(id),
  theme_id text not null references themes(id),
  source text,
  primary key (institution_id, theme_id)
) without rowid;
create index institution_themes_theme on institution_themes(theme_id);

create table institution_redirects (     -- ids that led somewhere before a decision or a name in authority/
  old_id text primary key,
  institution_id text not null references institutions(id)
) without rowid;
create index institution_redirects_institution on institution_redirects(institution_id);

create table decision_effects (          -- what the rows were written with: see ingest.folding.Folded.effects
  reference text primary key,
  effect text not null
) without rowid;

create table name_groups (               -- what the rows were written with: see ingest.grouping.Groups.effects
  reference text primary key,
  effect text not null
) without rowid;

-- the documents and their places -----------------------------------------------------------

create table documents (
  id text primary key,
  path text not null unique,
  format text,
  kind text,                             -- plan, report, other
  title text,
  date text,                             -- the date the document bears
  sha256 text not null,
  size integer not null,                 -- bytes
  status text not null,                  -- ingested, rejected
  reason_code text,
  reason text,
  text text,
  extractor text not null,               -- version of the code that read it
  search_id integer not null unique
) without rowid;

-- What a build asks of every document, without their texts.
create index documents_listing on documents(path, id, sha256, format, reason_code);
create index documents_sha256 on documents(sha256);
create index documents_rejected on documents(reason_code) where reason_code is not null;

create table blocks (
  document_id text not null references documents(id),
  block text not null,                   -- place: 7 is the seventh block, 7.2.5 a cell, 7.2.5.1 a line in it
  seq integer not null,                  -- reading order
  kind text not null,                    -- heading, paragraph, item, table, cell
  text text not null,
  page integer,
  depth integer not null,
  row integer,
  "column" integer,
  rowspan integer,
  colspan integer,
  strong integer not null default 0,
  primary key (document_id, block)
) without rowid;

-- Sentences by what is left of them without marks and numbers: see ingest/sentences.py.
create table sentences (
  document_id text not null references documents(id),
  block text not null,
  first integer not null,                -- the least hashes of its shingles: equal sentences have equal ones,
  second integer not null,               -- those nearly equal share one
  primary key (document_id, block, first, second)
) without rowid;
create index sentences_first on sentences(first, second);
create index sentences_second on sentences(second);

-- what the documents say -------------------------------------------------------------------

create table trips (
  id text primary key,
  title text,
  start_date text,
  end_date text,
  year integer,
  nights integer,
  days integer,
  headcount integer,
  purpose text,
  search_id integer not null unique
) without rowid;
create index trips_start on trips(start_date);
create index trips_year on trips(year);

create table trip_documents (
  trip_id text not null references trips(id),
  document_id text not null references documents(id),
  role text not null,                    -- plan, amendment, report
  primary key (trip_id, document_id)
) without rowid;
create index trip_documents_document on trip_documents(document_id);

create table trip_statements (           -- what each document says about the trip as a whole
  id text primary key,
  trip_id text not null references trips(id),
  document_id text not null references documents(id),
  field text not null,
  value text not null,
  block text not null,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index trip_statements_trip on trip_statements(trip_id);
create index trip_statements_block on trip_statements(document_id, block);

create table trip_participants (
  id text primary key,
  trip_id text not null references trips(id),
  document_id text not null references documents(id),
  government text,
  basic text,
  department text,
  headcount integer,
  role text not null,                    -- lead, member
  block text not null,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index trip_participants_trip on trip_participants(trip_id);
create index trip_participants_government on trip_participants(government, basic, trip_id);

create table trip_places (
  trip_id text not null references trips(id),
  seq integer not null,
  city text,
  country_code text references countries(code),
  primary key (trip_id, seq)
) without rowid;

create table visits (
  id text primary key,
  trip_id text not null references trips(id),
  institution_id text references institutions(id),
  document_id text not null references documents(id),
  name_as_written text not null,
  generic_type integer not null default 0,
  date text,
  date_end text,
  year integer,
  start_time text,
  city text,
  country_code text references countries(code),
  status text not null,                  -- planned, done, cancelled
  agenda text not null,                  -- the lines, one below the other
  contact text,                          -- the post of whom one meets
  remark text,
  block text not null,
  search_id integer not null unique,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index visits_trip on visits(trip_id);
create index visits_institution on visits(institution_id, date, trip_id, year, status);
create index visits_date on visits(date);
create index visits_document on visits(document_id, block);

create table activities (
  id text primary key,
  trip_id text not null references trips(id),
  document_id text not null references documents(id),
  date text,
  date_end text,
  start_time text,
  kind text not null,                    -- tourism, transfer, lodging, meal, free, event, other
  text text not null,
  block text not null,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index activities_trip on activities(trip_id, date);
create index activities_block on activities(document_id, block);

create table policies (
  id text primary key,
  institution_id text references institutions(id),
  visit_id text references visits(id),   -- set: studied at this visit; null: the document says so of the institution
  document_id text not null references documents(id),
  statement text not null,
  block text not null,
  search_id integer not null unique,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index policies_institution on policies(institution_id);
create index policies_visit on policies(visit_id);
create index policies_block on policies(document_id, block);

create table policy_themes (
  policy_id text not null references policies(id),
  theme_id text not null references themes(id),
  keyword text not null,                 -- the word in the statement that says so
  primary key (policy_id, theme_id)
) without rowid;
create index policy_themes_theme on policy_themes(theme_id);

create table document_themes (
  document_id text not null references documents(id),
  theme_id text not null references themes(id),
  keyword text not null,
  block text not null,
  primary key (document_id, theme_id),
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index document_themes_theme on document_themes(theme_id);

create table outcomes (
  id text primary key,
  trip_id text not null references trips(id),
  document_id text not null references documents(id),
  kind text not null,                    -- effect, lesson, place
  text text not null,
  block text not null,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index outcomes_trip on outcomes(trip_id);

create table costs (
  id text primary key,
  trip_id text not null references trips(id),
  document_id text not null references documents(id),
  item text,
  amount integer,
  currency text,
  payer text,
  block text not null,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index costs_trip on costs(trip_id);

create table mentions (
  id text primary key,
  document_id text not null references documents(id),
  block text not null,
  text text not null,
  reference text,                        -- the name in its country, as decisions are about it; null: no letter in it
  institution_id text references institutions(id),
  score real not null,
  rule text not null,
  compared text,                         -- the institution's name that was compared, where it isn't the one written
  candidate_id text references institutions(id),  -- where the likeness is doubtful, whom a person is asked about
  unsure integer not null default 0,     -- 1: someone was asked about the candidate and could not tell
  decision_id text,                      -- the decision that settled it, in authority/decisions.jsonl
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index mentions_reference on mentions(reference);
create index mentions_institution on mentions(institution_id);
create index mentions_block on mentions(document_id, block);
create index mentions_candidate on mentions(candidate_id, reference) where candidate_id is not null;

create table findings (
  id text primary key,
  document_id text not null references documents(id),
  trip_id text references trips(id),
  code text not null,
  severity text not null,                -- signal: arithmetic; review: the reading is uncertain
  subject text not null,                 -- the date or name it is about
  message text not null,
  block text not null,
  foreign key (document_id, block) references blocks(document_id, block)
) without rowid;
create index findings_trip on findings(trip_id);
create index findings_block on findings(document_id, block);

-- search -----------------------------------------------------------------------------------

create table search_entries (
  id integer primary key,                -- static rank first, so that the index answers in good order
  type text not null,                    -- institution, policy, visit, trip, document
  entity_id text not null,
  title text not null,
  names text not null,                   -- all names, one a line (institutions; else empty)
  subtitle text not null,
  body text not null,
  facets text not null,                  -- kind=value, one a line: country=ES, year=2019, institution=lagun-aro
  unique (type, entity_id)
);

-- Column sizes are kept though no query needs them: without them the table can't be dumped.
create virtual table search_fts using fts5(
  title, body, facets,
  often,                                 -- what stands there how often: search/impact.py
  content='', tokenize='ascii'
);

create table search_terms (              -- entries of each type that have a term: search/terms.py
  term text primary key,                 -- a pair of syllables, a syllable, a word; two more count all
  institution integer not null,
  policy integer not null,
  visit integer not null,
  trip integer not null,
  document integer not null
) without rowid;

create table search_words (              -- words of a query that are more than text, as authority/ has them
  key text not null,                     -- search.hangul.name_key
  kind text not null,                    -- a kind of facet; type; filler: says nothing
  value text not null,
  label text not null,                   -- what it was read as, for people
  primary key (key, kind, value)
) without rowid;

create table name_initials (             -- names of institutions from each word on, by initial consonants
  initials text not null,                -- search.keyboard.choseong: ㅁㄷㄹㄱㄷㅎㄱ and ㄷㅎㄱ for 몬드라곤 대학교
  institution_id text not null references institutions(id),
  name text not null,
  primary key (initials, institution_id, name)
) without rowid;
create index name_initials_institution on name_initials(institution_id);

create table search_names (              -- the names of institutions by their keys: search/stored_names.py
  hash integer not null,                 -- of the name; what postings name
  name text not null,
  strokes text not null,                 -- its key strokes
  sounds text not null,                  -- its sounds in each language, a space between
  primary key (hash, name)
) without rowid;

create table search_name_grams (
  list integer primary key,              -- three letters of a key as a number, and the key's length
  names blob not null                    -- length and hash of every name that has them, ascending, 4 bytes each
);

-- views for planners -----------------------------------------------------------------------

create view trip_who as
select
  trip_id,
  group_concat(who, ', ') as who,
  group_concat(distinct government) as governments
from (
  select distinct
    trip_id,
    case role when 'lead' then 0 else 1 end as place,
    government,
    trim(coalesce(government, '') || coalesce(' ' || basic, '') || coalesce(' ' || department, '')) as who
  from trip_participants
  order by trip_id, place, who
)
group by trip_id;

create view visit_log as
select
  visits.date,
  visits.date_end,
  visits.start_time,
  visits.year,
  coalesce(institutions.name_ko, institutions.name_en, institutions.name_local, visits.name_as_written) as institution,
  visits.name_as_written,
  kinds.name_ko as kind,
  visits.city,
  countries.name_ko as country,
  trip_who.who,
  (select government from trip_participants p where p.trip_id = visits.trip_id order by p.role, p.id limit 1) as government,
  trips.title as trip,
  trips.headcount,
  visits.status,
  visits.agenda,
  documents.path as document,
  visits.block,
  visits.institution_id,
  visits.trip_id,
  visits.document_id,
  visits.id as visit_id
from visits
join trips on trips.id = visits.trip_id
join documents on documents.id = visits.document_id
left join institutions on institutions.id = visits.institution_id
left join kinds on kinds.id = institutions.kind
left join countries on countries.code = visits.country_code
left join trip_who on trip_who.trip_id = visits.trip_id
order by visits.date desc, visits.start_time, visits.id;

-- Subqueries, so that a page asks only for the trips that it shows.
create view trip_log as
select
  trips.start_date,
  trips.end_date,
  trips.title as trip,
  (select group_concat(who, ', ') from (
     select distinct trim(coalesce(government, '') || coalesce(' ' || basic, '') || coalesce(' ' || department, '')) as who
     from trip_participants where trip_id = trips.id order by role, who)) as who,
  (select group_concat(name_ko, ', ') from (
     select distinct countries.name_ko from trip_places
     join countries on countries.code = trip_places.country_code
     where trip_places.trip_id = trips.id order by trip_places.seq)) as countries,
  trips.headcount,
  -- one visit told by a plan and its report is one visit
  (select count(distinct coalesce(date, '') || ' ' || coalesce(institution_id, name_as_written))
   from visits where trip_id = trips.id and status <> 'cancelled') as visits,
  (select count(*) from trip_documents where trip_id = trips.id) as documents,
  trips.nights,
  trips.days,
  trips.year,
  trips.purpose,
  trips.id as trip_id,
  trips.search_id
from trips
order by trips.start_date desc, trips.id;

create view institution_list as
select
  coalesce(institutions.name_ko, institutions.name_en, institutions.name_local) as institution,
  institutions.name_en,
  countries.name_ko as country,
  institutions.city,
  kinds.name_ko as kind,
  case
    when institutions.is_type then '유형(특정 기관 아님)'
    when institutions.checked = 'sourced' then '출처 확인'
    when institutions.checked = 'unsourced' then '출처 미확인'
    else '문서에서만 나옴'
  end as checked,
  institutions.website,
  institutions.is_type,
  institutions.origin,
  institutions.id as institution_id,
  institutions.search_id
from institutions
left join countries on countries.code = institutions.country_code
left join kinds on kinds.id = institutions.kind
order by country is null, country, institution, institutions.id;

create view visited_institutions as
select
  listed.institution,
  listed.country,
  listed.city,
  listed.kind,
  -- one visit told by a plan and its report is one visit
  count(distinct visits.trip_id || ' ' || coalesce(visits.date, '')) as visits,
  count(distinct visits.trip_id) as trips,
  min(visits.date) as first_visit,
  max(coalesce(visits.date_end, visits.date)) as last_visit,
  (select group_concat(who, ' / ') from (
     select w.who from visits v join trip_who w on w.trip_id = v.trip_id
     where v.institution_id = listed.institution_id and v.status <> 'cancelled'
     group by w.who order by min(v.date), w.who)) as visitors,
  listed.checked,
  listed.name_en,
  listed.is_type,
  listed.institution_id
from institution_list as listed
join visits on visits.institution_id = listed.institution_id and visits.status <> 'cancelled'
group by listed.institution_id
order by visits desc, last_visit desc, listed.institution_id;

create view unvisited_institutions as
select
  listed.institution,
  listed.name_en,
  listed.country,
  listed.city,
  listed.kind,
  (select group_concat(name_ko, ', ') from (
     select themes.name_ko from institution_themes join themes on themes.id = institution_themes.theme_id
     where institution_themes.institution_id = listed.institution_id order by themes.id)) as themes,
  listed.checked,
  listed.website,
  listed.institution_id
from institution_list as listed
where listed.is_type = 0 and listed.origin = 'authority' and not exists (
  select 1 from visits where institution_id = listed.institution_id and status <> 'cancelled')
order by listed.checked = '출처 미확인', listed.country is null, listed.country, listed.institution, listed.institution_id;

-- Days counted from the dates that documents bear; the rule beside them is named, nothing is judged.
create view deadline_log as
select
  trips.title as trip,
  trips.start_date,
  trips.end_date,
  trip_documents.role,
  documents.date as document_date,
  case when trip_documents.role <> 'report'
    then cast(julianday(trips.start_date) - julianday(documents.date) as integer) end as days_before_departure,
  case when trip_documents.role = 'report'
    then cast(julianday(documents.date) - julianday(trips.end_date) as integer) end as days_after_return,
  rules.name as rule,
  rules.version as rule_version,
  rules.plan_days_before,
  rules.report_days_after,
  documents.path as document,
  trips.id as trip_id,
  documents.id as document_id
from trip_documents
join trips on trips.id = trip_documents.trip_id
join documents on documents.id = trip_documents.document_id
left join rules on exists (
  select 1 from trip_participants as p
  where p.document_id = documents.id and p.trip_id = trips.id
    and p.government = rules.government and p.basic is rules.basic
)
order by trips.start_date desc, trips.id, documents.id, rules.id;

create view institutions_by_theme as
select
  themes.id || ' ' || themes.name_ko as theme,
  listed.institution,
  listed.country,
  listed.city,
  listed.kind,
  coalesce(visited.visits, 0) as visits,
  visited.last_visit,
  listed.checked,
  -- what links the institution to the theme: the list of institutions, a document, or both
  case when min(found.basis) = max(found.basis) then min(found.basis)
    else min(found.basis) || ', ' || max(found.basis) end as basis,
  themes.id as theme_id,
  listed.institution_id
from (
  select theme_id, institution_id, '기준 목록' as basis from institution_themes
  union
  select policy_themes.theme_id, coalesce(policies.institution_id, visits.institution_id), '문서'
  from policy_themes
  join policies on policies.id = policy_themes.policy_id
  left join visits on visits.id = policies.visit_id
) as found
join themes on themes.id = found.theme_id
join institution_list as listed on listed.institution_id = found.institution_id
left join (
  select
    institution_id,
    count(distinct trip_id || ' ' || coalesce(date, '')) as visits,
    max(coalesce(date_end, date)) as last_visit
  from visits where status <> 'cancelled' group by institution_id
) as visited on visited.institution_id = found.institution_id
group by themes.id, listed.institution_id
order by themes.id, visits, listed.institution, listed.institution_id;

-- Names that the machine is in doubt about, one row a name and the institution it is like. What
-- people decided is not here: ingest/decided.py takes the candidate away.
create view review_queue as
select
  (select m.text from mentions as m
   where m.reference is doubts.reference and m.candidate_id = doubts.candidate_id
   group by m.text order by count(*) desc, m.text limit 1) as name,
  countries.name_ko as country,
  coalesce(institutions.name_ko, institutions.name_en, institutions.name_local) as candidate,
  doubts.compared,
  case
    when doubts.unsure then '사람이 보았으나 정하지 못했습니다. '
    else ''
  end || case
    when doubts.compared is not null then
      '문서의 이름이 기관 목록의 ‘' || doubts.compared || '’' || case
        when unicode(substr(doubts.compared, -1)) not between 44032 and 55203  -- as search.hangul.josa reads it
        then case when lower(substr(doubts.compared, -1)) glob '[013678lmnr]' then '과' else '와' end
        when (unicode(substr(doubts.compared, -1)) - 44032) % 28 = 0 then '와'
        else '과'  -- behind a final consonant
      end || ' 비슷하지만 같은 기관이라고 하기에는 모자랍니다.'
    else '기관 목록에 비슷한 이름이 있지만 같은 기관이라고 하기에는 모자랍니다.'
  end as why,
  doubts.visits,
  documents.path as document,
  first.block,
  doubts.unsure,
  doubts.score,
  doubts.rule,
  countries.code as country_code,
  doubts.reference,
  doubts.candidate_id,
  documents.id as document_id
from (
  select
    mentions.reference,
    mentions.candidate_id,
    max(mentions.unsure) as unsure,
    max(mentions.score) as score,
    min(mentions.rule) as rule,
    min(mentions.compared) as compared,
    min(mentions.id) as first_mention,
    -- one visit told by a plan and its report is one visit
    count(distinct visits.trip_id || ' ' || coalesce(visits.date, '')) as visits
  from mentions
  left join visits on visits.document_id = mentions.document_id
    and visits.block = mentions.block and visits.name_as_written = mentions.text
  where mentions.candidate_id is not null
  group by mentions.candidate_id, mentions.reference
) as doubts
join mentions as first on first.id = doubts.first_mention
join documents on documents.id = first.document_id
join institutions on institutions.id = doubts.candidate_id
left join countries on countries.code = substr(doubts.reference, instr(doubts.reference, '@') + 1)
order by doubts.unsure, doubts.visits desc, doubts.score desc, doubts.reference, doubts.candidate_id;
