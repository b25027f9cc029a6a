# Looks whether an installation is as planned, changes nothing, and says each deviation.

function Add-Finding($Findings, [string] $Check, $Problems, [string] $Good) {
    $bad = @($Problems | Where-Object { $_ })
    $Findings.Add((New-Object PSObject -Property @{
        Check = $Check; Good = $bad.Count -eq 0
        Detail = $(if ($bad.Count -eq 0) { $Good } else { $bad[0] + $(if ($bad.Count -gt 1) { " (and $($bad.Count - 1) more)" }) })
    }))
}

# Windows refuses to tell about what it does not know: that is a finding too, not the end of the verification
function Test-Aspect($Findings, [string] $Check, [string] $Good, [scriptblock] $Problems) {
    try { Add-Finding $Findings $Check @(& $Problems) $Good } catch { Add-Finding $Findings $Check @($_.Exception.Message) '' }
}

function Get-Findings([string] $Package, [string] $Install, [bool] $WithClient) {
    $layout = Get-Layout $Install
    $findings = New-Object Collections.Generic.List[object]
    Test-Aspect $findings 'installation' 'complete' {
        $mark = Read-Mark $layout
        if ($null -eq $mark) { "nothing is installed in $Install" }
        elseif ($mark.state -ne 'installed') { "a run for version $($mark.version) did not finish: run Borealis.ps1 again" }
        if ([IO.Directory]::Exists($layout.Staging) -or [IO.Directory]::Exists($layout.Previous)) { 'a replacement was interrupted: run Borealis.ps1 again' }
    }
    if (-not [IO.File]::Exists($layout.Index)) { return $findings }
    $index = Read-JsonFile $layout.Index
    $service = Read-Service $Package
    $artifacts = @(Get-PinnedArtifacts $layout.Dependencies)
    Test-Aspect $findings 'program files' "version $($index.version)" { Get-FileDifferences $Install $index.files 'Program/' }
    Test-Aspect $findings 'scripts' 'as delivered' {
        Get-FileDifferences $Install @($index.files | Where-Object { -not $_.path.StartsWith('Program/') -and $_.path -ne 'agent.properties' }) ''
    }
    Test-Aspect $findings 'driver library' "version $(Get-FileVersion $layout.Library)" {
        $chosen = Select-Artifacts $artifacts @('driver')
        $decision = Get-DriverDecision $layout $chosen['driver']
        if ($decision -notlike 'keep*') { "wireguard.dll is to be changed: $decision" }
        if (-not (Test-LibraryPin $layout.Library)) { 'wireguard.dll is not the file that wireguard.dll.sha256 beside it names' }
    }
    Test-Aspect $findings 'driver of Windows' "version $(Get-InstalledDriverVersion)" {
        if ($null -eq (Get-InstalledDriverVersion)) { 'no WireGuard driver yet: the agent installs it when its service makes the adapter; look into reverse_tunnel.log' }
    }
    if ($WithClient) {
        Test-Aspect $findings 'official client' "version $(Get-InstalledClientVersion)" {
            $chosen = Select-Artifacts $artifacts @('client')
            $decision = Get-ClientDecision $chosen['client']
            if ($decision -notlike 'keep*') { "WireGuard for Windows is to be changed: $decision" }
        }
    }
    Test-Aspect $findings 'Java runtime' 'signed' {
        $runtime = @($artifacts | Where-Object { $_.kind -eq 'runtime' })[0]
        Assert-Signer (Join-Path (Join-Path $layout.Program 'runtime') (ConvertTo-LocalName 'bin/server/jvm.dll')) $runtime.signer
    }
    $record = Get-ServiceRecord $service.name
    Test-Aspect $findings 'service' 'registered as planned' {
        if ($null -eq $record) { "no service $($service.name)" }
        else {
            $executable = Join-Path $Install (ConvertTo-LocalName $service.executable.Replace('\', '/'))
            Get-RegistrationDifferences $record $service (Get-ServiceParameters $service $layout (Get-JarNames $index)) $executable
        }
    }
    Test-Aspect $findings 'recovery' 'three restarts, also after a stop with an error' {
        if ($null -eq $record) { "no service $($service.name)" } else { Get-RecoveryDifferences $record $service }
    }
    Test-Aspect $findings 'running' 'yes' { if (-not (Test-ServiceRunning $service.name) -or -not (Test-ProgramInUse (Join-Path $Install (ConvertTo-LocalName $service.executable.Replace('\', '/'))))) { "the service does not run: start it with 'sc.exe start $($service.name)' and look into $($layout.Logs)" } }
    foreach ($folder in $Install, $layout.Certificates, $layout.ClientKeys) {
        Test-Aspect $findings "protection of $([IO.Path]::GetFileName($folder))" 'SYSTEM and Administrators only' {
            if (Test-ReparsePoint $folder) { "$folder is a link" }
            $sddl = Get-FolderSddl $folder
            if ((Test-Protected $sddl)) { return }
            # A key folder inherits from the protected folder above it unless someone opened it
            "$folder is open to others: $sddl"
        }
    }
    Test-Aspect $findings 'settings' 'the agent knows its Engine' {
        if (-not [IO.File]::Exists($layout.Settings)) { "$($layout.Settings) is missing" }
        elseif ("$(Get-PropertyValue ([IO.File]::ReadAllText($layout.Settings)) 'engine.url')" -eq '') { 'engine.url is empty' }
    }
    Test-Aspect $findings 'network category' "$(if ($null -eq (Get-AdapterCategory $AdapterAlias)) { 'none while no tunnel is up' } else { Get-AdapterCategory $AdapterAlias })" {
        if ((Get-AdapterCategory $AdapterAlias) -eq 'Public') { "the network of '$AdapterAlias' is Public: run Borealis.ps1 while a tunnel is up" }
    }
    return $findings
}

function Show-Findings($Findings) {
    foreach ($finding in $Findings) { Write-Host ('  {0,-5} {1,-30} {2}' -f $(if ($finding.Good) { 'ok' } else { 'WRONG' }), $finding.Check, $finding.Detail) }
}
