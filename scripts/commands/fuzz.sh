#!/usr/bin/env bash
# fuzz [COUNT]: sends COUNT odd requests (default 20000) to an installation of its own; --seed N, --only N
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"

count=20000
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    count=$1
    shift
fi

project=$repo/tests/WarpGrad.Fuzz/WarpGrad.Fuzz.csproj
program=$repo/tests/WarpGrad.Fuzz/bin/Release/net10.0/WarpGrad.Fuzz.dll

# An installation of its own, with a home and a port of its own, so that nothing meets the real one.
home=$(mktemp -d "${TMPDIR:-/tmp}/warpgrad-fuzz.XXXXXX")
port=$(shuf -i 20000-29999 -n 1)
address=http://localhost:$port
chmod 711 "$home"
mkdir "$home/run" "$home/logs"
remove_installation() {
    end_everything
    rm -rf "$home"
}
post_guardian remove_installation
trap 'exit 130' INT TERM HUP
trap dismiss_guardian EXIT

# run NAME FOLDER PROGRAM [NAME=VALUE...]: starts a process of the product in the background.
run() {
    apart env -C "$published/$2" "${@:4}" dotnet "$3" >"$home/logs/$1.log" 2>&1 &
    remember "$1" $!
}

ready() { (exec 3<>"/dev/tcp/localhost/$port" && printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3 && grep -q ' 200 ' <&3) 2>/dev/null; }

# quietly PROGRAM...: results alone go to stdout, and what outlives us must not hold the guardian's line.
quietly() { "$@" >&2 8>&-; }

need_dotnet
quietly dotnet build "$project" -c Release --nologo -v q || die "building the fuzzer failed"
quietly "$repo/scripts/publish.sh" || die "publishing failed"
quietly "$repo/scripts/postgres.sh" start "$home/postgres" --throw-away
ConnectionStrings__WarpGrad=$("$repo/scripts/postgres.sh" url "$home/postgres")
export ConnectionStrings__WarpGrad
(cd "$published/migrate" && dotnet WarpGrad.Migrations.dll) >"$home/logs/migrate.log" 2>&1 || die "the migrations failed"
run api api WarpGrad.Api.dll "ASPNETCORE_URLS=$address" "Web__Root=$published/web" Limits__SignInsPerMinute=1000000 \
    Limits__AdaptationsPerMinute=1000000 Limits__TeamAdaptationsPerMinute=1000000 \
    WARPGRAD_ADMIN_EMAIL=ada@example.org WARPGRAD_ADMIN_PASSWORD=correct-horse-battery
run worker-1 jobs WarpGrad.Jobs.dll Worker__Queues=interactive
run worker-2 jobs WarpGrad.Jobs.dll Worker__Queues=training,housekeeping
deadline=$((SECONDS + 180))
until ready; do
    if ((SECONDS >= deadline)); then die "the site does not start: $(tail -n 20 "$home/logs/api.log")"; fi
    sleep 0.5
done
token=$(cd "$published/api" && dotnet WarpGrad.Api.dll token)
code=0
dotnet "$program" --address "$address" --token "$token" --count "$count" "$@" || code=$?
if ((code != 0)); then
    cp "$home/logs/api.log" "$repo/artifacts/fuzz-api.log"
    say "what the site said is in artifacts/fuzz-api.log"
fi
((code == 0))
