# shellcheck shell=bash
# Which database this installation uses: the one it was given, or a cluster of its own.

cluster=$home/postgres
if [[ -n ${ConnectionStrings__WarpGrad:-} ]]; then own_cluster=; else own_cluster=yes; fi

start_database() {
    if [[ -z $own_cluster ]]; then return; fi
    await "$repo/scripts/postgres.sh" start "$cluster"
    ConnectionStrings__WarpGrad=$("$repo/scripts/postgres.sh" url "$cluster")
    export ConnectionStrings__WarpGrad
}

migrate() {
    local log=$home/logs/migrate.log
    say "bringing the database up to date"
    await env -C "$published/migrate" dotnet WarpGrad.Migrations.dll >"$log" 2>&1 && return
    tail -n 20 "$log" >&2
    die "the migrations failed; the whole log is $log"
}
