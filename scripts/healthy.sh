#!/usr/bin/env bash
# healthy.sh api|worker: what containers ask to know whether their process is well; no program but the shell's own is needed.
set -euo pipefail

case ${1:-} in
    api)
        exec 3<>"/dev/tcp/localhost/${2:-5080}"
        printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
        IFS=' ' read -r -t 5 _ status _ <&3
        [[ $status == 200 ]]
        ;;
    worker)
        # Written each time the database has heard the worker.
        heard=$(<"${2:-$Worker__SignOfLife}")
        printf -v now '%(%s)T' -1
        ((now - heard < 60))
        ;;
    *)
        echo "usage: healthy.sh api [PORT] | worker [FILE]" >&2
        exit 2
        ;;
esac
