
# --- the lab: what Wine lacks, replaced at the one place where the installer asks for it ---
# lab/windows/distribution appends this file to Borealis.Commands.ps1. A definition here takes the place of the one above
# or in fetch.ps1. Each line 'REPLACED name: what and why' goes into the list that a report prints.

# Where the lab notes what this machine should have kept
$LabNotes = 'SOFTWARE\Borealis Lab'

function Write-LabNote([string] $Key, [string] $Name, $Value, [string] $Kind) {
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $opened = $base.CreateSubKey($Key)
        try { if ($null -eq $Value) { $opened.DeleteValue($Name, $false) } else { $opened.SetValue($Name, $Value, $Kind) } } finally { $opened.Dispose() }
    } finally { $base.Dispose() }
}

# REPLACED Get-FileSigner: Wine trusts no signer and PowerShell here has no Get-AuthenticodeSignature; a file counts as signed when its SHA-256 is one that the lab's distribution was made with
function Get-FileSigner([string] $Path) {
    $name = ''
    if ([IO.File]::Exists($Path)) { $name = "$($LabSigners[(Get-Sha256 $Path)])" }
    return New-Object PSObject -Property @{ Valid = ($name -ne ''); Name = $name }
}

# REPLACED Set-FolderSecurity, Get-FolderSddl: Wine keeps mode bits and no access list, and adds the entries of the folder above to a list that is set later; a private folder gets its bits when it is made (New-PrivateFolder runs as shipped), and the list that should hold is noted in the registry and read back from there
$LabAsShipped = @{ 'New-PrivateFolder' = ${function:New-PrivateFolder}; 'Get-FolderSddl' = ${function:Get-FolderSddl} }
function New-PrivateFolder([string] $Path, [string] $Sddl) {
    if (-not $WhatIfPreference) { Write-LabNote "$LabNotes\Protection" $Path $null 'String' }
    & $LabAsShipped['New-PrivateFolder'] $Path $Sddl
}
function Set-FolderSecurity([string] $Path, [string] $Sddl) {
    Invoke-Change "protect $Path with $Sddl" {
        [void] (ConvertTo-FolderSecurity $Sddl)
        [void] (Invoke-Program (Get-SystemProgram 'icacls.exe') @($Path, '/setowner', '*S-1-5-18', '/q'))
        Write-LabNote "$LabNotes\Protection" $Path "O:SY$Sddl" 'String'
    }
}
function Get-FolderSddl([string] $Path) {
    $kept = & $LabAsShipped['Get-FolderSddl'] $Path
    $noted = Get-RegistryValue "$LabNotes\Protection" $Path
    if ($null -ne $noted) { return $noted }
    return $kept
}

# REPLACED Get-AdapterCategory, Set-AdapterCategory, Get-UdpPortOwners, Test-InboundUdpRule: CIM commands, which Wine does not have; no network category, no owner of the port, a rule that lets it in
function Get-AdapterCategory([string] $Alias) { return $null }
function Set-AdapterCategory([string] $Alias) { Invoke-Change "set the network of '$Alias' to Private" { } }
function Get-UdpPortOwners([int] $Port) { return @() }
function Test-InboundUdpRule([int] $Port) { return $true }

# REPLACED Get-FileVersion of wireguard.dll: Wine answers with its own module of that name; the version is looked up by SHA-256 as the signer is
# REPLACED Get-InstalledDriverVersion: Wine loads no kernel driver; the stand-in library is its own driver, so it counts once it is installed
$LabAsShipped['Get-FileVersion'] = ${function:Get-FileVersion}
function Get-FileVersion([string] $Path) {
    if ([IO.Path]::GetFileName($Path) -ne 'wireguard.dll') { return & $LabAsShipped['Get-FileVersion'] $Path }
    if (-not [IO.File]::Exists($Path) -or -not $LabVersions.ContainsKey((Get-Sha256 $Path))) { return $null }
    return [version] $LabVersions[(Get-Sha256 $Path)]
}
function Get-InstalledDriverVersion {
    $record = Get-ServiceRecord 'BorealisAgent'
    if ($null -eq $record) { return $null }
    $program = [IO.Path]::GetDirectoryName(($record.ImagePath -replace '"', '' -replace ' //RS//.*$', ''))
    return Get-FileVersion (Join-Path (Join-Path $program 'driver') 'wireguard.dll')
}

# REPLACED Remove-Driver: it runs as shipped, but the powershell.exe of Wine is an empty program, and there is no driver to remove

# REPLACED Invoke-ServiceControl for sidtype, failure and failureflag: Wine's sc.exe does not know the first and the last and keeps nothing of the second; what they leave in the registry is written instead
$LabAsShipped['Invoke-ServiceControl'] = ${function:Invoke-ServiceControl}
function Invoke-ServiceControl([string[]] $Arguments, [int[]] $Accepted = @(0)) {
    if (@('sidtype', 'failure', 'failureflag') -notcontains $Arguments[0]) { & $LabAsShipped['Invoke-ServiceControl'] $Arguments $Accepted; return }
    Invoke-Change "run sc.exe $($Arguments -join ' ')" {
        $service = "SYSTEM\CurrentControlSet\Services\$($Arguments[1])"
        switch ($Arguments[0]) {
            'sidtype' { Write-LabNote $service 'ServiceSidType' 1 'DWord' }
            'failureflag' { Write-LabNote $service 'FailureActionsOnNonCrashFailures' ([int] $Arguments[2]) 'DWord' }
            'failure' {
                $steps = $Arguments[5].Split('/')
                $bytes = [BitConverter]::GetBytes([int] $Arguments[3]) + @(0) * 8 +
                    [BitConverter]::GetBytes([int] ($steps.Count / 2)) + [BitConverter]::GetBytes([int] 20)
                for ($i = 0; $i -lt $steps.Count; $i += 2) {
                    $bytes += [BitConverter]::GetBytes([int] @{ restart = 1 }[$steps[$i]]) + [BitConverter]::GetBytes([int] $steps[$i + 1])
                }
                Write-LabNote $service 'FailureActions' ([byte[]] $bytes) 'Binary'
            }
        }
    }
}

# REPLACED Invoke-ServiceHost for //IS// and //US//: it runs as shipped; Wine's service manager does not keep on what a service depends, which is written to the registry afterwards
$LabAsShipped['Invoke-ServiceHost'] = ${function:Invoke-ServiceHost}
function Invoke-ServiceHost([string] $Executable, [string[]] $Arguments) {
    & $LabAsShipped['Invoke-ServiceHost'] $Executable $Arguments
    if ($WhatIfPreference -or $Arguments[0] -notmatch '^//[IU]S//(.+)$') { return }
    $service = "SYSTEM\CurrentControlSet\Services\$($Matches[1])"
    $others = @($Arguments | Where-Object { $_ -like '--DependsOn=*' } | ForEach-Object { $_.Substring('--DependsOn='.Length).Split(';') })
    Write-LabNote $service 'DependOnService' ([string[]] $others) 'MultiString'
}

# REPLACED Install-Client: the official client is an MSI with a kernel driver; what it leaves in the registry is written instead
function Install-Client([string] $Package) {
    Invoke-Change "install the official client: msiexec.exe /i `"$Package`" /qn /norestart DO_NOT_LAUNCH=1" {
        $product = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\WireGuard'
        Write-LabNote $product 'DisplayName' 'WireGuard' 'String'
        Write-LabNote $product 'Publisher' 'WireGuard LLC' 'String'
        Write-LabNote $product 'DisplayVersion' ([Regex]::Match($Package, '\d+(\.\d+)+').Value) 'String'
    }
}
