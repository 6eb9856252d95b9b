#!/usr/bin/env bash
# backup FILE: writes the whole installation into one file, also while it runs
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"
source "$repo/scripts/lib/database.sh"
source "$repo/scripts/lib/archive.sh"

(($# == 1)) || die "backup takes the file to write"
file=$(realpath -m "$1")
partial=$file.partial
if [[ -d $file || ! -d $(dirname "$file") ]]; then die "$file cannot be written: name a file in a folder that exists"; fi
if [[ -n $own_cluster && ! -f $cluster/data/PG_VERSION ]]; then die "there is nothing to back up: $home holds no installation yet"; fi

leave() {
    rm -f "$partial"
    if [[ -n ${guardian:-} ]]; then dismiss_guardian; fi
}

need_dotnet
open_home
"$repo/scripts/publish.sh" migrate
if ! product_runs; then take_home; fi
trap 'exit 130' INT TERM HUP
trap leave EXIT

start_database
reach_database
found=$(contents) || die "the database cannot be reached"
if [[ $found == foreign ]]; then die "there is nothing to back up: the database $PGDATABASE is not WarpGrad's"; fi

say "writing $file"
rm -f "$partial"
# Servers and locks belong to processes that live now; where the backup is restored they would only be waited for.
# Most bytes are images and weights, written as hexadecimal digits: the lightest compression takes those back, a stronger one finds no more.
(
    umask 077
    set -o noclobber
    client pg_dump --format=custom --compress=1 --no-owner --no-privileges \
        --exclude-table-data=hangfire.server --exclude-table-data=hangfire.lock >"$partial"
) || die "the backup failed, $file was not written"
sync "$partial"
mv -fT "$partial" "$file"
say "$(stat -c %s "$file") bytes; the file holds password hashes and keys: keep it where only you can read it"
sha256sum "$file"
