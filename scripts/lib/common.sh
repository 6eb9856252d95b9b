# shellcheck shell=bash disable=SC2034
# Sourced by every script: where things are, and how to speak.
set -euo pipefail

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Root cannot run PostgreSQL, and the user who then does cannot look into /root.
if ((EUID == 0)); then home=/var/lib/warpgrad; else home=$HOME/.local/share/warpgrad; fi
home=$(realpath -m "${WARPGRAD_HOME:-$home}")

port=${WARPGRAD_PORT:-5080}
address=http://localhost:$port
published=$repo/artifacts/publish
trainers=${WARPGRAD_WORKERS:-}
# Where libtorch comes from: a package (cpu, cuda), or a folder of another installation's libraries (external).
libtorch=${WARPGRAD_LIBTORCH:+$(realpath -m "${WARPGRAD_LIBTORCH:-}")}
torch_backend=${WARPGRAD_TORCH:-${libtorch:+external}}
torch_backend=${torch_backend:-cpu}

# The SDK must run where no ICU is installed; the product itself is culture-invariant anyway.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
# Build servers that outlive us would keep our pipes and locks open.
export MSBUILDDISABLENODEREUSE=1

# Narration goes to stderr, so that stdout holds nothing but results.
say() { printf 'warpgrad  | %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

need_dotnet() {
    local folder
    for folder in "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do PATH=$PATH:$folder; done
    (cd "$repo" && dotnet --version >/dev/null 2>&1) ||
        die "the .NET SDK 10 was not found: install it from https://dot.net and put dotnet on the PATH"
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# install_package NAME: from the system's packages, where that is allowed.
install_package() {
    { as_root apt-get -qq update || true; } >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$1" >&2
}
