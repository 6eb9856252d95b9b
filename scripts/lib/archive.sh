# shellcheck shell=bash
# PostgreSQL's own programs on the database of this installation, and what they know of a backup.

# What a backup of WarpGrad cannot lack, as pg_restore lists it.
signs=(" TABLE DATA public __EFMigrationsHistory " " TABLE DATA public users " " TABLE DATA public chunks " " TABLE DATA hangfire jobqueue ")

# The password travels in the environment: a command line is there for everybody to read.
reach_database() {
    local variables variable
    variables=$(env -C "$published/migrate" dotnet WarpGrad.Migrations.dll libpq) ||
        die "ConnectionStrings__WarpGrad is not a connection string"
    # Not cut at "=": read takes one off the end of a password, as base64 has it.
    while IFS= read -r variable; do export "${variable?}"; done <<<"$variables"
}

client() {
    local of=$cluster
    # A cluster that was here before tells nothing of the version of a server elsewhere.
    if [[ -z $own_cluster ]]; then of=/nonexistent; fi
    "$repo/scripts/postgres.sh" client "$of" "$@" 8>&- 9>&-
}

# sql DATABASE [NAME=VALUE...]: runs the statements of stdin, which say :'NAME' or :"NAME".
sql() {
    local variable options=()
    for variable in "${@:2}"; do options+=(-v "$variable"); done
    PGOPTIONS="-c client_min_messages=warning" client psql -XAtq -v ON_ERROR_STOP=1 "${options[@]}" -d "$1"
}

# What the database holds: "fresh" (nothing, or no user yet), "used", or "foreign" (not WarpGrad's).
contents() {
    sql "$PGDATABASE" <<'SQL'
SELECT to_regclass('public."__EFMigrationsHistory"') IS NOT NULL AND to_regclass('public.users') IS NOT NULL AS ours \gset
\if :ours
    SELECT CASE WHEN EXISTS (SELECT FROM public.users) THEN 'used' ELSE 'fresh' END;
\else
    SELECT CASE WHEN EXISTS (SELECT FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema'))
        THEN 'foreign' ELSE 'fresh' END;
\endif
SQL
}

# check_archive FILE: reads it to its end, because a list of contents is whole in a file that was cut off, too.
check_archive() {
    local file=$1 list sign
    list=$(client pg_restore --list "$file") || die "$file is not a backup: pg_restore cannot read it"
    for sign in "${signs[@]}"; do
        [[ $list == *"$sign"* ]] || die "$file is not a backup of WarpGrad: it is an archive of another database"
    done
    say "checking $file"
    client pg_restore --file=/dev/null "$file" || die "$file is damaged or was cut off: it cannot be read to its end"
}
