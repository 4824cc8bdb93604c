# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# Finds the .NET SDK, builds the build driver when its sources are newer than it is, and starts it.
$ErrorActionPreference = 'Stop'
# The driver's status is passed on, whatever a profile says about programs that fail.
$PSNativeCommandUseErrorActionPreference = $false

$root = $PSScriptRoot
$driver = Join-Path $root 'out/driver'
$stamp = Join-Path $driver '.built'

function Find-DotNet {
    $name = if ($env:OS -eq 'Windows_NT') { 'dotnet.exe' } else { 'dotnet' }
    $onPath = Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    $candidates = @($onPath.Source)
    foreach ($folder in @($env:DOTNET_ROOT, "$HOME/.dotnet", "$env:ProgramFiles/dotnet", '/usr/share/dotnet', '/usr/lib/dotnet', '/usr/local/share/dotnet')) {
        if ($folder) { $candidates += Join-Path $folder $name }
    }
    foreach ($candidate in $candidates) {
        if ($candidate -and (Test-Path $candidate) -and ((& $candidate --list-sdks) -match '^10\.')) { return $candidate }
    }
    [Console]::Error.WriteLine('build.ps1: the .NET 10 SDK was not found (PATH, DOTNET_ROOT, ~/.dotnet, Program Files).')
    [Console]::Error.WriteLine('build.ps1: install it from https://dot.net/download and start again.')
    exit 1
}

function Test-Stale {
    if (-not (Test-Path $stamp)) { return $true }
    $built = (Get-Item $stamp -Force).LastWriteTimeUtc
    $inputs = @('managed/tools', 'global.json', 'Directory.Build.props', 'Directory.Packages.props') |
        ForEach-Object { Join-Path $root $_ }
    $newer = Get-ChildItem $inputs -Recurse -File | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1
    return $null -ne $newer
}

$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_TieredPGO = '0'
# With its diagnostics the runtime has files in the temporary folder, which a driver that is killed would leave there.
$env:DOTNET_EnableDiagnostics = '0'

function Build-Driver {
    $dotnet = Find-DotNet
    New-Item -ItemType Directory -Force (Join-Path $root 'out/logs') | Out-Null
    Remove-Item $stamp -Force -ErrorAction SilentlyContinue
    New-Item -ItemType File -Force "$stamp.started" | Out-Null
    $log = Join-Path $root 'out/logs/driver.log'
    [Console]::Error.WriteLine('Building the build driver...')
    $env:MSBUILDDISABLENODEREUSE = '1'
    Push-Location $root
    & $dotnet build managed/tools/SeL4.Build/SeL4.Build.csproj -c Release -o $driver `
        -p:RestoreLockedMode=true -p:UseSharedCompilation=false > $log
    $status = $LASTEXITCODE
    Pop-Location
    if ($status -ne 0) {
        Get-Content $log | ForEach-Object { [Console]::Error.WriteLine($_) }
        exit 1
    }
    Set-Content -Path (Join-Path $driver '.dotnet') -Value $dotnet
    Move-Item "$stamp.started" $stamp -Force
}

if (Test-Stale) {
    # Of several that are started at once, one builds and the others wait for it.
    New-Item -ItemType Directory -Force $driver | Out-Null
    $lock = $null
    while (-not $lock) {
        try { $lock = [IO.File]::Open((Join-Path $driver '.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] { Start-Sleep -Milliseconds 200 }
    }
    if (Test-Stale) { Build-Driver }
    $lock.Dispose()
}

$dotnet = (Get-Content (Join-Path $driver '.dotnet')).Trim()
if (-not (Test-Path $dotnet)) { $dotnet = Find-DotNet }
& $dotnet (Join-Path $driver 'SeL4.Build.dll') @args
exit $LASTEXITCODE
