#!/usr/bin/env bash
# publish.sh [NAME...]: publishes migrate, api, jobs, web (all without NAME) or cli into artifacts/publish, where their sources changed.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
cd "$repo"

declare -A projects=(
    [migrate]=migrations/WarpGrad.Migrations.csproj
    [api]=src/Api/WarpGrad.Api.csproj
    [jobs]=src/Jobs/WarpGrad.Jobs.csproj
    [web]=src/Web/WarpGrad.Web.csproj
    [cli]=src/Cli/WarpGrad.Cli.csproj
)

# folders_of PROJECT: its folder and those of all it references, one per line.
folders_of() {
    local folder reference
    folder=$(dirname "$1")
    echo "$folder"
    while IFS='"' read -r _ reference _; do
        folders_of "$(realpath --relative-to=. "$folder/${reference//\\//}")"
    done < <(grep -o '<ProjectReference Include="[^"]*"' "$1")
}

# Contents decide, not times: a fresh clone or a switched branch has new times for old files.
fingerprint() {
    local folders
    mapfile -t folders < <(folders_of "$1" | sort -u)
    {
        # Data notes the names of the migrations.
        find build migrations/Migrations "${folders[@]}" \( -name bin -o -name obj \) -prune -o -type f -print0
        find . -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name global.json \) -print0
        printf 'scripts/publish.sh\0'
    } | LC_ALL=C sort -zu | xargs -0 sha256sum | { cat; echo "$torch_backend"; } | sha256sum
}

publish() {
    local name=$1 project=${projects[$1]} target=$published/$1 mark
    mark=$(fingerprint "$project")
    if [[ -d $target && -f $target.stamp && $(<"$target.stamp") == "$mark" ]]; then return; fi
    need_dotnet
    say "publishing $name"
    rm -rf "$target.new" "$target.stamp"
    # What was being written when an earlier publish was interrupted would be taken for done.
    if [[ -e $target.begun ]]; then rm -rf "$(dirname "$project")"/{bin,obj}/Release artifacts/ready-to-run; fi
    touch "$target.begun"
    dotnet publish "$project" -c Release -o "$target.new" -p:TorchBackend="$torch_backend" --nologo -v q >&2 ||
        die "publishing $name failed"
    # A running process keeps the files it has open; nobody ever sees half a folder.
    rm -rf "$target"
    mv "$target.new" "$target"
    echo "$mark" >"$target.stamp"
    rm "$target.begun"
}

mkdir -p "$published"
exec 7>"$published/.lock"
flock 7
if (($# == 0)); then set -- migrate api jobs web; fi
for name in "$@"; do publish "$name" 7>&-; done
