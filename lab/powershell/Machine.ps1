# A Windows machine as the installer sees it: its own functions for what only Windows answers, replaced here.
# Files, hashes, archives, JSON and renames are real, in a folder of the test.

$Distribution = Join-Path (Join-Path (Join-Path (Join-Path (Join-Path $PSScriptRoot '..') '..') 'agent-service') 'src') 'distribution'
$Pins = Join-Path (Join-Path (Join-Path $PSScriptRoot '..') '..') 'Dependencies'
# Kept when this file is loaded a second time
if ($null -eq (Get-Variable -Name Work -ValueOnly -ErrorAction SilentlyContinue)) { $Work = Join-Path ([IO.Path]::GetTempPath()) ('borealis-lab-' + [Guid]::NewGuid().ToString('N')) }

function Join-All([string[]] $Parts) { return [IO.Path]::Combine($Parts) }

function Write-File([string] $Path, [string] $Text) {
    [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
    [IO.File]::WriteAllText($Path, $Text)
}

# A signed, versioned file of the test says so in its own text
function New-Signed([string] $Signer, [string] $Version) { return "signer=$Signer`nversion=$Version`n" }

# Writes files.json as the build does: every file with size and hash
function Write-Index([string] $Package, [string] $Version) {
    $index = Join-Path $Package 'files.json'
    if ([IO.File]::Exists($index)) { [IO.File]::Delete($index) }
    $paths = [IO.Directory]::GetFiles($Package, '*', 'AllDirectories')
    [Array]::Sort($paths, [StringComparer]::Ordinal)
    # Names and versions of the test need no escape
    $files = foreach ($path in $paths) {
        '{{"path": "{0}", "size": {1}, "sha256": "{2}"}}' -f $path.Substring($Package.Length + 1).Replace('\', '/'), ([IO.FileInfo] $path).Length, (Get-Sha256 $path)
    }
    [IO.File]::WriteAllText($index, "{`"version`": `"$Version`", `"files`": [`n$($files -join ",`n")`n]}")
}

function New-DriverArchive([string] $Path, [string] $Signer, [string] $Version) {
    $tree = Join-Path $Work ([Guid]::NewGuid().ToString('N'))
    Write-File (Join-All $tree, 'wireguard-nt', 'bin', 'amd64', 'wireguard.dll') (New-Signed $Signer $Version)
    if ([IO.File]::Exists($Path)) { [IO.File]::Delete($Path) }
    [void] [Reflection.Assembly]::LoadWithPartialName('System.IO.Compression.FileSystem')
    [IO.Compression.ZipFile]::CreateFromDirectory($tree, $Path)
}

# Points a manifest of the package at the file that the test made
function Set-Pin([string] $Package, [string] $Id, [string] $Hash) {
    $path = Join-All $Package, 'Dependencies', 'VPN_Tunnel_Adapter', 'manifest.json'
    $pin = New-Object Regex "(?<=`"id`": `"$([Regex]::Escape($Id))`"[^{}]*`"sha256`": `")[0-9a-f]{64}(?=`")"
    $text = [IO.File]::ReadAllText($path)
    Assert-Equal 1 $pin.Matches($text).Count "pins of $Id"
    [IO.File]::WriteAllText($path, $pin.Replace($text, $Hash))
}

# Over what is there
function Copy-Tree([string] $From, [string] $To) {
    [void] [IO.Directory]::CreateDirectory($To)
    foreach ($folder in [IO.Directory]::GetDirectories($From, '*', 'AllDirectories')) { [void] [IO.Directory]::CreateDirectory($To + $folder.Substring($From.Length)) }
    foreach ($file in [IO.Directory]::GetFiles($From, '*', 'AllDirectories')) { [IO.File]::Copy($file, $To + $file.Substring($From.Length), $true) }
}

# A package of the test: of each version one is made, and every other is a copy of it
function New-Package([string] $Name, [string] $Version) {
    $made = Join-All $Work, 'made', $Version
    if (-not [IO.Directory]::Exists($made)) { Build-Package $made $Version }
    $package = Join-Path $Work $Name
    Copy-Tree $made $package
    return $package
}

# The distribution as the zip unpacks: the real scripts and manifests, small stand-ins for the big files
function Build-Package([string] $Package, [string] $Version) {
    foreach ($file in [IO.Directory]::GetFiles($Distribution)) {
        if ($file -like '*.xml' -or $file -like '*.java') { continue }
        Write-File (Join-Path $Package ([IO.Path]::GetFileName($file))) ([IO.File]::ReadAllText($file))
    }
    foreach ($file in 'fetch.ps1', 'VPN_Tunnel_Adapter/manifest.json', 'Java_Runtime/manifest.json', 'Service_Host/manifest.json') {
        Write-File (Join-All $Package, 'Dependencies', $file) ([IO.File]::ReadAllText((Join-Path $Pins $file)))
    }
    Write-File (Join-Path $Package 'jvm.options') "# one option a line`n-Xmx64m`n"
    Write-File (Join-All $Package, 'Program', 'BorealisAgent.exe') 'host'
    Write-File (Join-All $Package, 'Program', 'lib', "borealis-agent-service-$Version.jar") "agent $Version"
    Write-File (Join-All $Package, 'Program', 'lib', 'jna.jar') 'jna'
    Write-File (Join-All $Package, 'Program', 'runtime', 'bin', 'server', 'jvm.dll') (New-Signed 'Eclipse.org Foundation, Inc.' '25.0.2')
    $adapter = Join-All $Package, 'Dependencies', 'VPN_Tunnel_Adapter'
    New-DriverArchive (Join-Path $adapter 'wireguard-nt-1.1.zip') 'WireGuard LLC' '1.1'
    Set-Pin $Package 'wireguard-nt-1.1' (Get-Sha256 (Join-Path $adapter 'wireguard-nt-1.1.zip'))
    Write-File (Join-Path $adapter 'wireguard-amd64-1.1.1.msi') (New-Signed 'WireGuard LLC' '1.1.1')
    Set-Pin $Package 'wireguard-client-1.1.1-amd64' (Get-Sha256 (Join-Path $adapter 'wireguard-amd64-1.1.1.msi'))
    Write-Index $Package $Version
}

# A fresh Windows 11 on which an administrator sits in an elevated console
function Reset-Machine {
    $script:ObservedSeconds = 0
    $script:Machine = @{
        Elevated = $true; Version = [version] '10.0.26100'; Architecture = 'amd64'; Is64BitProcess = $true
        Driver = $null; Client = $null; Service = $null; Running = $false; Sddl = @{}; Links = @(); Category = $null
        MsiExitCode = 0; FreeBytes = 10GB; UdpOwners = @(); UdpRanges = @(); UdpRule = $true; FailAt = ''; HostRefuses = '-'; Silence = $null; CodePage = 65001; StartingLooks = 0; Online = @{}
    }
    $script:Changes = New-Object Collections.Generic.List[string]
    $script:Told = New-Object Collections.Generic.List[string]
}

# Keeps the installation in $Install and the machine under it by a name, and puts both back as often as they are needed
$Kept = @{}
function Save-Install([string] $Name) {
    $service = $null; if ($null -ne $script:Machine.Service) { $service = $script:Machine.Service.PSObject.Copy() }
    $script:Kept[$Name] = @{ Install = $script:Install; Tree = "$($script:Install).kept"; Machine = $script:Machine.Clone(); Sddl = $script:Machine.Sddl.Clone(); Service = $service }
    Copy-Tree $script:Install $script:Kept[$Name].Tree
}
function Restore-Install([string] $Name) {
    Reset-Machine
    $kept = $script:Kept[$Name]
    $script:Install = $kept.Install
    $script:Machine = $kept.Machine.Clone()
    $script:Machine.Sddl = $kept.Sddl.Clone()
    if ($null -ne $kept.Service) { $script:Machine.Service = $kept.Service.PSObject.Copy() }
    if ([IO.Directory]::Exists($kept.Install)) { [IO.Directory]::Delete($kept.Install, $true) }
    Copy-Tree $kept.Tree $kept.Install
}

# --- what stands in for Windows ---

function Write-Host { param([Parameter(Position = 0)] $Object = '') $script:Told.Add("$Object") }
function Test-Elevated { $script:Machine.Elevated }
function Get-WindowsFacts { [PSCustomObject] @{ Version = $script:Machine.Version; Architecture = $script:Machine.Architecture; Is64BitProcess = $script:Machine.Is64BitProcess } }
function Read-Said([string] $Path, [string] $Word) {
    if (-not [IO.File]::Exists($Path)) { return $null }
    if ([IO.File]::ReadAllText($Path) -notmatch "(?m)^$Word=(.+)$") { return $null }
    return $Matches[1]
}
function Get-FileVersion([string] $Path) { $said = Read-Said $Path 'version'; if ($null -ne $said) { [version] $said } }
function Get-FileSigner([string] $Path) {
    $said = Read-Said $Path 'signer'
    [PSCustomObject] @{ Valid = $null -ne $said; Name = "$said" }
}
function Get-InstalledDriverVersion { $script:Machine.Driver }
function Get-InstalledClientVersion { $script:Machine.Client }
function Get-ServiceRecord([string] $Name) { $script:Machine.Service }
function Test-ServiceRunning([string] $Name) { $script:Machine.Running }
function Test-ServiceStarting([string] $Name) { if ($script:Machine.StartingLooks -gt 0) { $script:Machine.StartingLooks--; return $true }; return $false }
function Test-ProgramInUse([string] $Executable) { $script:Machine.Running }
function Get-FolderSddl([string] $Path) { if ($script:Machine.Sddl.ContainsKey($Path)) { $script:Machine.Sddl[$Path] } else { 'O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)' } }
function Test-ReparsePoint([string] $Path) { $script:Machine.Links -contains $Path }
function Get-AdapterCategory([string] $Alias) { $script:Machine.Category }
function Get-UdpPortOwners([int] $Port) { $script:Machine.UdpOwners }
function Get-ReservedUdpRanges { $script:Machine.UdpRanges }
function Test-InboundUdpRule([int] $Port) { $script:Machine.UdpRule }
function Get-FreeBytes([string] $Path) { $script:Machine.FreeBytes }

# As the shipped one, but it keeps a list, and can lose power at a step
function Invoke-Change([string] $What, [scriptblock] $Change) {
    if ($WhatIfPreference) { Write-Step "would $What"; return }
    Write-Step $What
    if ($script:Machine.FailAt -ne '' -and $What -like $script:Machine.FailAt) { throw 'power is lost' }
    $script:Changes.Add($What)
    & $Change
}
function Install-Client([string] $Package) {
    Invoke-Change "msiexec $Package" {
        if ($script:Machine.MsiExitCode -eq 3010) { Request-Restart } elseif ($script:Machine.MsiExitCode -ne 0) { Stop-Refused 8 "msiexec ended with $($script:Machine.MsiExitCode)" }
        $script:Machine.Client = Get-FileVersion $Package
    }
}

# procrun and the service manager keep what they are told, as the registry does
function Invoke-ServiceHost([string] $Executable, [string[]] $Arguments) {
    Invoke-Change "run $Executable $($Arguments -join ' ')" {
        if ($Arguments[0] -like $script:Machine.HostRefuses) { Stop-Refused 8 'procrun ended with 7' }
        if ($Arguments[0] -like '//DS//*') { $script:Machine.Service = $null; return }
        $given = @{}
        foreach ($argument in $Arguments | Select-Object -Skip 1) { $pair = $argument.Substring(2).Split('=', 2); $given[$pair[0]] = $pair[1] }
        $old = $script:Machine.Service
        $record = @{
            ImagePath = "`"$($given['Install'])`" //RS//BorealisAgent"; Startup = $(if ($given['Startup'] -eq 'auto') { 2 } else { 3 }); Account = $given['ServiceUser']
            DisplayName = $given['DisplayName']; DependsOn = @($given['DependsOn'].Split(';'))
            SidType = $(if ($null -ne $old) { $old.SidType }); FailureActions = $(if ($null -ne $old) { $old.FailureActions } else { @() }); FailureFlag = $(if ($null -ne $old) { $old.FailureFlag })
        }
        $names = @{
            'Java.Jvm' = 'Jvm'; 'Java.JavaHome' = 'JavaHome'; 'Java.Classpath' = 'Classpath'; 'Java.Options' = 'JvmOptions'; 'Java.Options9' = 'JvmOptions9'
            'Start.Class' = 'StartClass'; 'Start.Method' = 'StartMethod'; 'Start.Mode' = 'StartMode'; 'Start.Params' = 'StartParams'
            'Stop.Class' = 'StopClass'; 'Stop.Method' = 'StopMethod'; 'Stop.Mode' = 'StopMode'; 'Stop.Timeout' = 'StopTimeout'
            'Log.Path' = 'LogPath'; 'Log.Prefix' = 'LogPrefix'; 'Log.Level' = 'LogLevel'; 'Log.StdOutput' = 'StdOutput'; 'Log.StdError' = 'StdError'
        }
        foreach ($name in $names.Keys) { $record[$name] = $given[$names[$name]] }
        $script:Machine.Service = [PSCustomObject] $record
    }
}
function Invoke-ServiceControl([string[]] $Arguments, [int[]] $Accepted = @(0)) {
    Invoke-Change "run sc.exe $($Arguments -join ' ')" {
        switch ($Arguments[0]) {
            'start' { if (-not [IO.File]::Exists($script:Machine.Service.ImagePath.Split('"')[1])) { Stop-Refused 8 'service program is missing' }; $script:Machine.Running = $true }
            'stop' { if ($script:Machine.StartingLooks -eq 0) { $script:Machine.Running = $false } }
            'delete' { $script:Machine.Service = $null }
            'sidtype' { $script:Machine.Service.SidType = 1 }
            'failureflag' { $script:Machine.Service.FailureFlag = [int] $Arguments[2] }
            'failure' {
                $steps = $Arguments[5].Split('/')
                $bytes = [BitConverter]::GetBytes([int] $Arguments[3]) + @(0) * 8 + [BitConverter]::GetBytes([int] ($steps.Count / 2)) + [BitConverter]::GetBytes([int] 20)
                for ($i = 0; $i -lt $steps.Count; $i += 2) { $bytes += [BitConverter]::GetBytes([int] 1) + [BitConverter]::GetBytes([int] $steps[$i + 1]) }
                $script:Machine.Service.FailureActions = $bytes
            }
        }
    }
}
function Remove-ServiceParameters([string] $Name) { }
function Remove-EventSource([string] $Name) { }
function New-PrivateFolder([string] $Path, [string] $Sddl) { Invoke-Change "make the folder $Path with $Sddl" { [void] [IO.Directory]::CreateDirectory($Path); $script:Machine.Sddl[$Path] = "O:BAG:SY$Sddl" } }
function Set-FolderSecurity([string] $Path, [string] $Sddl) { Invoke-Change "protect $Path with $Sddl" { $script:Machine.Sddl[$Path] = "O:SYG:SY$Sddl" } }
function Set-AdapterCategory([string] $Alias) { Invoke-Change "category of $Alias" { $script:Machine.Category = 'Private' } }
function Remove-Driver([string] $Library) { Invoke-Change "remove the driver through $Library" { $script:Machine.Driver = $null } }
function Get-AnsiCodePage { $script:Machine.CodePage }
function Get-EngineSilence([string] $Url) { $script:Machine.Silence }
function Invoke-Download([string] $Origin, [string] $Target) {
    if (-not $script:Machine.Online.ContainsKey($Origin)) { throw 'no network' }
    [IO.File]::WriteAllBytes($Target, $script:Machine.Online[$Origin])
}

# --- running the installer ---

# The exit code; what it said on stderr is in $Sentence
function Invoke-Installer {
    $script:Changes.Clear(); $script:Told.Clear()
    $old = [Console]::Error
    $heard = New-Object IO.StringWriter
    [Console]::SetError($heard)
    $at = Get-Location
    try { $code = Invoke-Borealis @args } finally { [Console]::SetError($old); Set-Location $at; [Environment]::CurrentDirectory = "$at" }
    $script:Sentence = $heard.ToString().Trim()
    return $code
}

function Assert-Code([int] $Expected, $Actual) { if ("$Expected" -ne "$Actual") { throw "exit code $Expected expected, got '$Actual': $script:Sentence" } }

# One sentence is one line that ends the way sentences do
function Assert-Sentence([string[]] $Parts) {
    Assert-True ($script:Sentence -notmatch "`n") "one line: $script:Sentence"
    Assert-True ($script:Sentence -match '[.)]$') "ends as a sentence: $script:Sentence"
    foreach ($part in $Parts) { Assert-Contains $script:Sentence $part 'the sentence' }
}
