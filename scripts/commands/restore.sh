#!/usr/bin/env bash
# restore FILE: brings a backup into a fresh installation; --replace drops what another one holds
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"
source "$repo/scripts/lib/database.sh"
source "$repo/scripts/lib/archive.sh"

replace="" file=""
for argument in "$@"; do
    case $argument in
        --replace) replace=yes ;;
        -*) die "restore knows --replace, not '$argument'" ;;
        *)
            [[ -z $file ]] || die "restore takes one file"
            file=$(realpath -m "$argument")
            ;;
    esac
done
[[ -n $file ]] || die "restore takes the file of a backup"
[[ -f $file && -r $file ]] || die "$file cannot be read"

server() { sql postgres "name=$PGDATABASE" "staging=$staging" "previous=$previous"; }

refuse_what_would_be_lost() {
    local found
    found=$(server <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'") || die "the database server cannot be reached"
    if ((found == 0)); then return; fi
    found=$(server <<<"SELECT count(*) FROM pg_stat_activity WHERE datname = :'name' AND usename IS NOT NULL")
    if ((found > 0)); then die "the database $PGDATABASE is in use: stop what is connected to it"; fi
    found=$(contents)
    case $found in
        foreign) die "the database $PGDATABASE holds something that is not WarpGrad's: name another one" ;;
        used) [[ -n $replace ]] || die "there is an installation already: --replace drops it for the one of the backup" ;;
    esac
}

# In a cluster of our own only a restore that was broken off can have left these; on another server they may be anybody's.
drop_leftovers() {
    if [[ -z $own_cluster ]]; then return; fi
    server <<<'DROP DATABASE IF EXISTS :"staging" WITH (FORCE); DROP DATABASE IF EXISTS :"previous" WITH (FORCE);'
}

fill() {
    server <<<"CREATE DATABASE :\"staging\" TEMPLATE template0 ENCODING 'UTF8'" ||
        die "the database $staging cannot be made: the user needs the right to make databases, and none may have that name"
    staged=yes
    say "restoring"
    client pg_restore --exit-on-error --no-owner --no-privileges -d "$staging" "$file" || die "the restore failed; nothing was changed"
    ConnectionStrings__WarpGrad="$ConnectionStrings__WarpGrad;Database=\"$staging\"" migrate
}

swap() {
    server <<'SQL' || die "the databases cannot be renamed; nothing was changed"
BEGIN;
SELECT format('ALTER DATABASE %I RENAME TO %I', datname, :'previous') FROM pg_database WHERE datname = :'name' \gexec
ALTER DATABASE :"staging" RENAME TO :"name";
COMMIT;
SQL
    staged=""
    server <<<'DROP DATABASE IF EXISTS :"previous"' || say "the replaced database is still there, as $previous"
}

summary() {
    sql "$PGDATABASE" <<'SQL'
SELECT format('restored: teams %s, users %s, datasets %s, runs %s, models %s', (SELECT count(*) FROM teams), (SELECT count(*) FROM users),
    (SELECT count(*) FROM datasets), (SELECT count(*) FROM runs), (SELECT count(*) FROM models));
SQL
}

leave() {
    trap '' INT TERM HUP
    if [[ -n ${staged:-} ]]; then server <<<'DROP DATABASE IF EXISTS :"staging" WITH (FORCE)' || true; fi
    dismiss_guardian
}

need_dotnet
if pid_of launcher >/dev/null; then die "the product is running: ./warpgrad down stops it"; fi
open_home
"$repo/scripts/publish.sh" migrate
check_archive "$file"
take_home
trap leave EXIT
start_database
reach_database
staging=${PGDATABASE}_being_restored previous=${PGDATABASE}_before_restore
refuse_what_would_be_lost
drop_leftovers
fill
swap
summary
