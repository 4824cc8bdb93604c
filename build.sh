#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# Finds the .NET SDK, builds the build driver when its sources are newer than it is, and starts it.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
driver=$root/out/driver
stamp=$driver/.built

find_dotnet() {
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        if [ -n "$candidate" ] && [ -x "$candidate" ] && "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    echo "build.sh: the .NET 10 SDK was not found (PATH, DOTNET_ROOT, ~/.dotnet, /usr/share/dotnet)." >&2
    echo "build.sh: install it from https://dot.net/download and start again." >&2
    exit 1
}

is_stale() {
    [ ! -f "$stamp" ] || [ -n "$(find "$root/managed/tools" "$root/global.json" "$root/Directory.Build.props" \
        "$root/Directory.Packages.props" -type f -newer "$stamp" -print -quit)" ]
}

build_driver() {
    dotnet=$(find_dotnet)
    mkdir -p "$root/out/logs"
    rm -f "$stamp"
    : >"$stamp.started"
    log=$root/out/logs/driver.log
    echo "Building the build driver..." >&2
    if ! (cd "$root" && MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
        "$dotnet" build managed/tools/SeL4.Build/SeL4.Build.csproj -c Release -o "$driver" \
        -p:RestoreLockedMode=true -p:UseSharedCompilation=false) >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        exit 1
    fi
    printf '%s\n' "$dotnet" >"$driver/.dotnet"
    mv "$stamp.started" "$stamp"
}

if is_stale; then
    # Of several that are started at once, one builds and the others wait for it.
    mkdir -p "$driver"
    exec 9>"$driver/.lock"
    if command -v flock >/dev/null 2>&1; then
        flock 9
    fi
    if is_stale; then
        build_driver
    fi
    exec 9>&-
fi

dotnet=$(cat "$driver/.dotnet")
if [ ! -x "$dotnet" ]; then
    dotnet=$(find_dotnet)
fi
# With its diagnostics the runtime has sockets in the temporary folder, which a driver that is killed would leave there.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_TieredPGO=0 DOTNET_EnableDiagnostics=0
exec "$dotnet" "$driver/SeL4.Build.dll" "$@"
