import type pg from 'pg';

/** Objects of extensions, and the tables in which migrations are counted, are not ours to describe. */
const OURS = `c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely\\_%'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

const EXTENSIONS = `
  select format('create extension %I;', extname) as line from pg_extension where extname <> 'plpgsql' order by extname`;

const TYPES = `
  select format('create type %I as enum (%s);', typname, string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)) as line
  from pg_type t join pg_enum e on e.enumtypid = t.oid where typnamespace = 'public'::regnamespace
  group by typname order by typname`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) || ';' as line from pg_proc p
  where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by proname, pg_get_function_identity_arguments(p.oid)`;

const SEQUENCES = `
  select format('create sequence %I;', c.relname) as line from pg_class c where c.relkind = 'S' and ${OURS} order by c.relname`;

// From PostgreSQL 18 on, « not null » is also a constraint (contype n): it is written with its column.
const TABLES = `
  select format(E'create table %I (\\n%s\\n)%s;', c.relname,
    (select string_agg('  ' || line, E',\\n' order by part, rank, line) from (
      select 1 as part, a.attnum::int as rank, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        case when a.attcollation <> t.typcollation then (select 'collate ' || quote_ident(collname) from pg_collation where oid = a.attcollation) end,
        case when a.attnotnull then 'not null' end,
        case when a.attgenerated <> '' then format('generated always as (%s) %s', pg_get_expr(d.adbin, d.adrelid),
            case a.attgenerated when 's' then 'stored' else 'virtual' end)
          when a.attidentity <> '' then 'generated ' || case a.attidentity when 'a' then 'always' else 'by default' end || ' as identity'
          when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end) as line
      from pg_attribute a join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      select 2, strpos('pufcx', o.contype::text), format('constraint %I %s', o.conname, pg_get_constraintdef(o.oid, true))
      from pg_constraint o where o.conrelid = c.oid and o.contype in ('p', 'u', 'f', 'c', 'x')
    ) lines),
    case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end) as line
  from pg_class c where c.relkind in ('r', 'p') and ${OURS} order by c.relname`;

const VIEWS = `
  select format(E'create view %I as\\n%s', c.relname, pg_get_viewdef(c.oid, true)) as line
  from pg_class c where c.relkind = 'v' and ${OURS} order by c.relname`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i join pg_class c on c.oid = i.indrelid
  where ${OURS} and not exists (select from pg_constraint o where o.conindid = i.indexrelid)
  order by c.relname, i.indexrelid::regclass::text`;

const TRIGGERS = `
  select pg_get_triggerdef(g.oid, true) || ';' as line from pg_trigger g join pg_class c on c.oid = g.tgrelid
  where not g.tgisinternal and ${OURS} order by c.relname, g.tgname`;

const ROW_SECURITY = `
  select format('alter table %I %s row level security;', c.relname, mode) as line from pg_class c,
    lateral (values (1, 'enable', c.relrowsecurity), (2, 'force', c.relforcerowsecurity)) as m (rank, mode, is_set)
  where is_set and ${OURS} order by c.relname, rank`;

const POLICIES = `
  select concat_ws(' ', format('create policy %I on %I', p.polname, c.relname),
    'as ' || case when p.polpermissive then 'permissive' else 'restrictive' end,
    'for ' || case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
    'to ' || (select string_agg(case when role = 0 then 'public' else role::regrole::text end, ', ' order by role) from unnest(p.polroles) role),
    'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
    'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') || ';' as line
  from pg_policy p join pg_class c on c.oid = p.polrelid where ${OURS} order by c.relname, p.polname`;

const GRANTS = `
  select format('grant %s on %I to %s;', string_agg(lower(privilege), ', ' order by privilege), relname, role) as line from (
    select c.relname, g.privilege_type as privilege, case when g.grantee = 0 then 'public' else g.grantee::regrole::text end as role
    from pg_class c, aclexplode(c.relacl) g where ${OURS} and g.grantee <> c.relowner
    union all
    select c.relname, g.privilege_type || ' (' || string_agg(quote_ident(a.attname), ', ' order by a.attname) || ')',
      case when g.grantee = 0 then 'public' else g.grantee::regrole::text end
    from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g
    where ${OURS} and g.grantee <> c.relowner group by c.relname, g.privilege_type, g.grantee
  ) granted group by relname, role order by relname, role`;

const PARTS: readonly (readonly [title: string, query: string])[] = [
  ['Extensions', EXTENSIONS],
  ['Types', TYPES],
  ['Functions', FUNCTIONS],
  ['Sequences', SEQUENCES],
  ['Tables', TABLES],
  ['Views', VIEWS],
  ['Indexes', INDEXES],
  ['Triggers', TRIGGERS],
  ['Row security', ROW_SECURITY],
  ['Policies', POLICIES],
  ['Grants', GRANTS],
];

/**
 * Describes the schema `public` as SQL to be read, from PostgreSQL's own catalogues: in a fixed order, with no trace of
 * the server, of its version (15 to 18) or of the owner's name, so that two dumps differ only when the schema does.
 */
export async function dumpSchema(client: pg.Client): Promise<string> {
  await client.query(`set search_path = ''`);
  const parts: string[] = ['-- Written by « npm run schema » from the migrations: to be read, not edited.'];
  for (const [title, query] of PARTS) {
    const { rows } = await client.query<{ line: string }>(query);
    const separator = title === 'Tables' || title === 'Functions' || title === 'Views' ? '\n\n' : '\n';
    if (rows.length > 0) parts.push(`-- ${title}`, rows.map(({ line }) => line.trimEnd()).join(separator));
  }
  return `${parts.join('\n\n')}\n`;
}
