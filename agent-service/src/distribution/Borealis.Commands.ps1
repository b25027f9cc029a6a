# Everything that the installer asks of Windows, one small function for each question and each change.
# Questions come first and change nothing. Changes go through Invoke-Change, so that -WhatIf shows each of them.
# A test replaces these functions and nothing else. Dot-sourced by Borealis.ps1 and Test-BorealisWindows.ps1.

# By its full path: an elevated script never takes a program from the search path
function Get-SystemProgram([string] $Name) { return Join-Path ([Environment]::GetFolderPath('System')) $Name }

# --- questions ---

function Test-Elevated {
    $me = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
    return $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Get-RegistryValue([string] $Key, [string] $Name, [string] $View = 'Registry64') {
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', $View)
    try {
        $opened = $base.OpenSubKey($Key)
        if ($null -eq $opened) { return $null }
        # Unexpanded, so that the comparison sees what was written
        try { return $opened.GetValue($Name, $null, 'DoNotExpandEnvironmentNames') } finally { $opened.Dispose() }
    } finally { $base.Dispose() }
}

function Get-RegistrySubKeys([string] $Key) {
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $opened = $base.OpenSubKey($Key)
        if ($null -eq $opened) { return @() }
        try { return $opened.GetSubKeyNames() } finally { $opened.Dispose() }
    } finally { $base.Dispose() }
}

# The machine's own architecture, also when this process is emulated
function Get-WindowsFacts {
    $environment = 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
    $now = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    $major = Get-RegistryValue $now 'CurrentMajorVersionNumber'
    $version = [Environment]::OSVersion.Version
    if ($null -ne $major) { $version = [version] "$major.$(Get-RegistryValue $now 'CurrentMinorVersionNumber').$(Get-RegistryValue $now 'CurrentBuildNumber')" }
    return New-Object PSObject -Property @{
        Version = $version
        Architecture = "$(Get-RegistryValue $environment 'PROCESSOR_ARCHITECTURE')".ToLowerInvariant()
        Is64BitProcess = [Environment]::Is64BitProcess
    }
}

function Get-AnsiCodePage { return [int] (Get-RegistryValue 'SYSTEM\CurrentControlSet\Control\Nls\CodePage' 'ACP') }

function ConvertTo-FileVersion([string] $Text) {
    if ($Text -notmatch '^\s*(\d+(\.\d+){1,3})') { return $null }
    return [version] $Matches[1]
}

function Get-FileVersion([string] $Path) {
    if (-not [IO.File]::Exists($Path)) { return $null }
    return ConvertTo-FileVersion ([Diagnostics.FileVersionInfo]::GetVersionInfo($Path).FileVersion)
}

# The kernel driver that Windows has now, whoever brought it; $null when there is none
function Get-InstalledDriverVersion {
    $image = Get-RegistryValue 'SYSTEM\CurrentControlSet\Services\WireGuard' 'ImagePath'
    if ($null -eq $image) { return $null }
    $windows = [Environment]::GetFolderPath('Windows')
    $path = "$image" -replace '^\\SystemRoot', $windows -replace '^\\\?\?\\', '' -replace '^System32', (Join-Path $windows 'System32')
    return Get-FileVersion $path
}

function Get-InstalledClientVersion {
    $uninstall = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall'
    foreach ($product in Get-RegistrySubKeys $uninstall) {
        if ((Get-RegistryValue "$uninstall\$product" 'DisplayName') -ne 'WireGuard') { continue }
        if ((Get-RegistryValue "$uninstall\$product" 'Publisher') -notlike 'WireGuard*') { continue }
        return ConvertTo-FileVersion (Get-RegistryValue "$uninstall\$product" 'DisplayVersion')
    }
    return $null
}

# What the service manager and procrun have on record; $null when there is no such service
function Get-ServiceRecord([string] $Name) {
    $key = "SYSTEM\CurrentControlSet\Services\$Name"
    $image = Get-RegistryValue $key 'ImagePath'
    if ($null -eq $image) { return $null }
    $parameters = "SOFTWARE\Apache Software Foundation\ProcRun 2.0\$Name\Parameters"
    $record = @{
        ImagePath = "$image"
        Startup = Get-RegistryValue $key 'Start'
        Account = "$(Get-RegistryValue $key 'ObjectName')"
        DisplayName = "$(Get-RegistryValue $key 'DisplayName')"
        DependsOn = @(Get-RegistryValue $key 'DependOnService' | Where-Object { $_ })
        SidType = Get-RegistryValue $key 'ServiceSidType'
        FailureActions = @(Get-RegistryValue $key 'FailureActions' | Where-Object { $null -ne $_ })
        FailureFlag = Get-RegistryValue $key 'FailureActionsOnNonCrashFailures'
    }
    $names = @{
        Java = 'Jvm', 'JavaHome', 'Classpath', 'Options', 'Options9'
        Start = 'Class', 'Method', 'Mode', 'Params'
        Stop = 'Class', 'Method', 'Mode', 'Timeout'
        Log = 'Path', 'Prefix', 'Level', 'StdOutput', 'StdError'
    }
    foreach ($group in $names.Keys) {
        foreach ($value in $names[$group]) {
            # procrun is a 32-bit registry citizen whatever it was built for
            $record["$group.$value"] = @(Get-RegistryValue "$parameters\$group" $value 'Registry32' | Where-Object { $null -ne $_ }) -join ';'
        }
    }
    return New-Object PSObject -Property $record
}

function Get-ServiceLines([string] $Verb, [string] $Name) { return @(& (Get-SystemProgram 'sc.exe') $Verb $Name) }

function Test-ServiceRunning([string] $Name) {
    return (@(Get-ServiceLines 'query' $Name) -join "`n") -match ':\s*4\s+RUNNING'
}

function Test-ServiceStarting([string] $Name) {
    return (@(Get-ServiceLines 'query' $Name) -join "`n") -match ':\s*2\s+START_PENDING'
}

# Judged by the processes: a service that says STOPPED may still hold its files for a moment
function Test-ProgramInUse([string] $Executable) {
    $name = [IO.Path]::GetFileNameWithoutExtension($Executable)
    foreach ($process in [Diagnostics.Process]::GetProcessesByName($name)) {
        try { if ($process.MainModule.FileName -eq $Executable) { return $true } } catch { return $true } finally { $process.Dispose() }
    }
    return $false
}

# Owner, group and access list as SDDL
function Get-FolderSddl([string] $Path) {
    $sections = [Security.AccessControl.AccessControlSections] 'Access, Owner'
    $security = New-Object Security.AccessControl.DirectorySecurity $Path, $sections
    return $security.GetSecurityDescriptorSddlForm($sections)
}

function Test-ReparsePoint([string] $Path) {
    return ([IO.File]::GetAttributes($Path) -band [IO.FileAttributes]::ReparsePoint) -ne 0
}

# 'Private', 'Public' or 'DomainAuthenticated'; $null while the adapter has no network, as without a tunnel
function Get-AdapterCategory([string] $Alias) {
    $networkProfile = Get-NetConnectionProfile -InterfaceAlias $Alias -ErrorAction SilentlyContinue
    if ($null -eq $networkProfile) { return $null }
    return "$($networkProfile.NetworkCategory)"
}

function Get-UdpPortOwners([int] $Port) {
    return @(Get-NetUDPEndpoint -LocalPort $Port -ErrorAction SilentlyContinue | ForEach-Object { $_.OwningProcess } | Select-Object -Unique)
}

function Get-ReservedUdpRanges {
    foreach ($line in @(& (Get-SystemProgram 'netsh.exe') interface ipv4 show excludedportrange protocol=udp)) {
        if ($line -match '^\s*(\d+)\s+(\d+)') { New-Object PSObject -Property @{ First = [int] $Matches[1]; Last = [int] $Matches[2] } }
    }
}

function Test-InboundUdpRule([int] $Port) {
    $filters = Get-NetFirewallPortFilter -Protocol UDP -ErrorAction SilentlyContinue | Where-Object { $_.LocalPort -contains "$Port" }
    foreach ($filter in @($filters)) {
        if ($null -eq $filter) { continue }
        $rule = $filter | Get-NetFirewallRule
        if ("$($rule.Enabled)" -eq 'True' -and "$($rule.Direction)" -eq 'Inbound' -and "$($rule.Action)" -eq 'Allow') { return $true }
    }
    return $false
}

# Why nothing answers at the address of the Engine; $null when something does
function Get-EngineSilence([string] $Url) {
    $uri = New-Object Uri $Url
    $client = New-Object Net.Sockets.TcpClient
    try {
        $answer = $client.BeginConnect($uri.DnsSafeHost, $uri.Port, $null, $null)
        if (-not $answer.AsyncWaitHandle.WaitOne(5000)) { return 'no answer within 5 seconds' }
        $client.EndConnect($answer)
        return $null
    } catch { return $_.Exception.GetBaseException().Message.TrimEnd('.') } finally { $client.Close() }
}

function Get-FreeBytes([string] $Path) { return (New-Object IO.DriveInfo ([IO.Path]::GetPathRoot($Path))).AvailableFreeSpace }

# --- changes ---

function Invoke-Change([string] $What, [scriptblock] $Change) {
    if ($WhatIfPreference) { Write-Step "would $What"; return }
    Write-Step $What
    & $Change
}

# A program that answers with its exit code; what it printed goes into the sentence of a failure
function Invoke-Program([string] $Program, [string[]] $Arguments, [int[]] $Accepted = @(0)) {
    # Windows PowerShell 5.1 would take the first line on stderr for an error of its own
    $ErrorActionPreference = 'Continue'
    $output = & $Program $Arguments 2>&1
    $code = $LASTEXITCODE
    if ($Accepted -notcontains $code) {
        $said = (@($output | ForEach-Object { "$_".Trim() } | Where-Object { $_ }) -join ' ')
        Stop-Refused 8 "'$([IO.Path]::GetFileName($Program)) $($Arguments -join ' ')' ended with $code. $said Cure what it says and start Borealis.ps1 again: it goes on where it stopped."
    }
    return $code
}

function Install-Client([string] $Package) {
    Invoke-Change "install the official client: msiexec.exe /i `"$Package`" /qn /norestart DO_NOT_LAUNCH=1" {
        $process = Start-Process -FilePath (Get-SystemProgram 'msiexec.exe') -Wait -PassThru -ArgumentList "/i `"$Package`" /qn /norestart DO_NOT_LAUNCH=1"
        $code = $process.ExitCode
        if ($code -eq 3010 -or $code -eq 1641) { Request-Restart }
        elseif ($code -ne 0) {
            Stop-Refused 8 "msiexec ended with $code for $Package. Look the code up in 'Windows Installer error codes', cure it and start Borealis.ps1 again."
        }
    }
}

function Invoke-ServiceHost([string] $Executable, [string[]] $Arguments) {
    Invoke-Change "run $Executable $($Arguments -join ' ')" { [void] (Invoke-Program $Executable $Arguments) }
}

# 1056 already running, 1060 no such service, 1062 not running: the wished state is there
function Invoke-ServiceControl([string[]] $Arguments, [int[]] $Accepted = @(0)) {
    Invoke-Change "run sc.exe $($Arguments -join ' ')" { [void] (Invoke-Program (Get-SystemProgram 'sc.exe') $Arguments $Accepted) }
}

function Remove-RegistryKey([string] $Parent, [string] $Name, [string] $View, [string] $What) {
    Invoke-Change "delete the registry key of $What" {
        $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', $View)
        try {
            $opened = $base.OpenSubKey($Parent, $true)
            try { $opened.DeleteSubKeyTree($Name) } finally { $opened.Dispose() }
        } finally { $base.Dispose() }
    }
}

# What procrun keeps beside the service itself; it takes it along when it deletes the service, if it can
function Remove-ServiceParameters([string] $Name) {
    $key = "SOFTWARE\Apache Software Foundation\ProcRun 2.0"
    if ($null -eq (Get-RegistryValue "$key\$Name\Parameters\Java" 'Jvm' 'Registry32')) { return }
    Remove-RegistryKey $key $Name 'Registry32' "procrun for $Name"
}

# The agent registers itself at its first start; its entries stay readable without
function Remove-EventSource([string] $Name) {
    $key = 'SYSTEM\CurrentControlSet\Services\EventLog\Application'
    if (@(Get-RegistrySubKeys $key) -notcontains $Name) { return }
    Remove-RegistryKey $key $Name 'Registry64' "the event log source $Name"
}

function New-Folder([string] $Path) {
    if ([IO.Directory]::Exists($Path)) { return }
    Invoke-Change "make the folder $Path" { [void] [IO.Directory]::CreateDirectory($Path) }
}

function ConvertTo-FolderSecurity([string] $Sddl) {
    $security = New-Object Security.AccessControl.DirectorySecurity
    $security.SetSecurityDescriptorSddlForm($Sddl, [Security.AccessControl.AccessControlSections]::Access)
    return $security
}

# Made with its access list, so that it is open to others at no moment
function New-PrivateFolder([string] $Path, [string] $Sddl) {
    Invoke-Change "make the folder $Path with $Sddl" {
        $security = ConvertTo-FolderSecurity $Sddl
        if ($PSVersionTable.PSVersion.Major -ge 6) { [void] [IO.FileSystemAclExtensions]::CreateDirectory($security, $Path) }
        else { [void] [IO.Directory]::CreateDirectory($Path, $security) }
    }
}

# The access list by SDDL; the owner by icacls, which has the privilege to give a folder away
function Set-FolderSecurity([string] $Path, [string] $Sddl) {
    Invoke-Change "protect $Path with $Sddl" {
        $security = ConvertTo-FolderSecurity $Sddl
        $folder = New-Object IO.DirectoryInfo $Path
        if ($PSVersionTable.PSVersion.Major -ge 6) { [IO.FileSystemAclExtensions]::SetAccessControl($folder, $security) }
        else { $folder.SetAccessControl($security) }
        [void] (Invoke-Program (Get-SystemProgram 'icacls.exe') @($Path, '/setowner', '*S-1-5-18', '/q'))
    }
}

function Copy-OneFile([string] $From, [string] $To) {
    Invoke-Change "copy $From to $To" {
        [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($To))
        [IO.File]::Copy($From, $To, $true)
    }
}

# One change, shown as one: thousands of lines would hide the rest
function Copy-FileSet([string] $From, [string] $To, [string[]] $Names) {
    Invoke-Change "copy $($Names.Count) files from $From to $To" {
        $source = Get-FolderStart $From
        $start = Get-FolderStart $To
        foreach ($name in $Names) {
            $target = $start + $name
            [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
            [IO.File]::Copy($source + $name, $target, $true)
        }
    }
}

function Export-DriverLibrary([string] $Archive, [string] $Entry, [string] $Target) {
    Invoke-Change "unpack $Entry from $Archive to $Target" {
        [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Target))
        Export-ArchiveEntry $Archive $Entry $Target
    }
}

# A scanner or a closing process may hold a file for a moment: asked again until the deadline
function Move-Folder([string] $From, [string] $To) {
    Invoke-Change "rename $From to $To" {
        $deadline = [DateTime]::UtcNow.AddSeconds(30)
        while ($true) {
            try { [IO.Directory]::Move($From, $To); break } catch [IO.IOException], [UnauthorizedAccessException] {
                if ([DateTime]::UtcNow -gt $deadline) {
                    Stop-Refused 8 "$From cannot be renamed ($($_.Exception.Message)). End the program that uses it and start Borealis.ps1 again: it goes on where it stopped."
                }
                [Threading.Thread]::Sleep(250)
            }
        }
    }
}

function Remove-Folder([string] $Path) {
    if (-not [IO.Directory]::Exists($Path)) { return }
    Invoke-Change "delete the folder $Path" { [IO.Directory]::Delete($Path, $true) }
}

function Remove-OneFile([string] $Path) {
    if (-not [IO.File]::Exists($Path)) { return }
    Invoke-Change "delete $Path" { [IO.File]::Delete($Path) }
}

# Complete or not at all: a reader never sees half of it
function Write-TextFile([string] $Path, [string] $Text, [string] $What) {
    Invoke-Change "write $Path ($What)" {
        $part = "$Path.part"
        [IO.File]::WriteAllText($part, $Text, (New-Object Text.UTF8Encoding $false))
        if ([IO.File]::Exists($Path)) { [IO.File]::Replace($part, $Path, [NullString]::Value) } else { [IO.File]::Move($part, $Path) }
    }
}

function Wait-ProgramEnd([string] $Executable, [int] $Seconds) {
    if ($WhatIfPreference) { return }
    $deadline = [DateTime]::UtcNow.AddSeconds($Seconds)
    while (Test-ProgramInUse $Executable) {
        if ([DateTime]::UtcNow -gt $deadline) {
            Stop-Refused 8 "$Executable still runs $Seconds seconds after it was told to stop. End it in the task manager and start Borealis.ps1 again."
        }
        [Threading.Thread]::Sleep(250)
    }
}

# Windows keeps a deleted service for as long as a program holds it open
function Wait-ServiceGone([string] $Name, [int] $Seconds) {
    if ($WhatIfPreference) { return }
    $deadline = [DateTime]::UtcNow.AddSeconds($Seconds)
    while ($null -ne (Get-ServiceRecord $Name)) {
        if ([DateTime]::UtcNow -gt $deadline) {
            Stop-Refused 8 "The service $Name is deleted, but a program still holds it open. Close 'Services' and other management programs, or restart Windows, and start Borealis.ps1 again."
        }
        [Threading.Thread]::Sleep(250)
    }
}

function Set-AdapterCategory([string] $Alias) {
    Invoke-Change "set the network of '$Alias' to Private" { Set-NetConnectionProfile -InterfaceAlias $Alias -NetworkCategory Private }
}

# Asks the library itself to take its driver out; it refuses while any adapter uses it, which is right.
# In a process of its own: a loaded library could not be deleted afterwards.
function Remove-Driver([string] $Library) {
    Invoke-Change "remove the driver through $Library (it stays while another program uses it)" {
        $declaration = '[DllImport(@"{0}")] public static extern bool WireGuardDeleteDriver();' -f $Library
        $command = "`$native = Add-Type -PassThru -Name Library -Namespace Borealis -MemberDefinition '$($declaration.Replace("'", "''"))'; " +
            'if ($native::WireGuardDeleteDriver()) { exit 0 } else { exit 1 }'
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
        $powershell = Get-SystemProgram 'WindowsPowerShell\v1.0\powershell.exe'
        $code = Invoke-Program $powershell @('-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded) @(0, 1)
        if ($code -ne 0) { Write-Step 'the driver stays: another program uses it' }
    }
}
