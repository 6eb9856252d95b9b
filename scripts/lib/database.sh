# shellcheck shell=bash
# Which database this installation uses: the one it was given, or a cluster of its own.

cluster=$home/postgres
if [[ -n ${ConnectionStrings__WarpGrad:-} ]]; then own_cluster=; else own_cluster=yes; fi

product_runs() { [[ -z $own_cluster || -e $home/run/ready ]] && pid_of launcher >/dev/null; }

# With nothing running, what is started is for the moment: the guardian stops it again.
take_home() {
    lock_home 70 || die "something else is at work in $home: try again when it is done"
    if anything_runs; then end_everything; fi
    post_guardian end_everything
    trap 'exit 130' INT TERM HUP
    trap dismiss_guardian EXIT
}

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
