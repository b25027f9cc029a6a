# Installing, upgrading, healing and removing. Every step looks first and changes only what is not as planned,
# so that the next run goes on wherever one was interrupted.

$RestartNeeded = $false
$LogLines = New-Object Collections.Generic.List[string]
$LogFile = $null
$LogEncoding = New-Object Text.UTF8Encoding $false
# The longest; the agent mostly says sooner what became of its start
$ObservedSeconds = 30

# --- what is told, on the console and in install.log ---

function Write-Step([string] $Text) {
    Write-Host "  $Text"
    Add-LogLine "INFO  $Text"
}

function Add-LogLine([string] $Text) {
    if ($WhatIfPreference) { return }
    $script:LogLines.Add("$([DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ')) $Text")
    if ($null -eq $script:LogFile) { return }
    [IO.File]::AppendAllText($script:LogFile, (($script:LogLines -join "`r`n") + "`r`n"), $LogEncoding)
    $script:LogLines.Clear()
}

# Lines from before the folder existed were kept and go out with the next one
function Open-Log([string] $Folder) {
    if (-not $WhatIfPreference -and [IO.Directory]::Exists($Folder)) { $script:LogFile = Join-Path $Folder 'install.log' }
}

function Request-Restart {
    $script:RestartNeeded = $true
    Write-Step 'Windows asks for a restart to finish the official client'
}

# --- the mark: what this machine was last told to be ---

function Read-Mark($Layout) {
    if (-not [IO.File]::Exists($Layout.Mark)) { return $null }
    try { return [IO.File]::ReadAllText($Layout.Mark) | ConvertFrom-Json } catch { return $null }
}

function Write-Mark($Layout, [string] $State, [string] $Version, [string] $AppliedCode) {
    $mark = Read-Mark $Layout
    if ($null -ne $mark -and $mark.state -eq $State -and $mark.version -eq $Version -and $mark.applied_code -eq $AppliedCode) { return }
    $text = @{ state = $State; version = $Version; applied_code = $AppliedCode } | ConvertTo-Json
    Write-TextFile $Layout.Mark $text "version $Version, $State"
}

# --- healing ---

# An interrupted run leaves a half-made copy, or the old program moved aside: back to one whole program
function Restore-Interrupted($Layout) {
    Remove-Folder $Layout.Staging
    if (-not [IO.Directory]::Exists($Layout.Previous)) { return }
    if ([IO.Directory]::Exists($Layout.Program)) { Remove-Folder $Layout.Previous }
    else { Move-Folder $Layout.Previous $Layout.Program }
}

# --- steps ---

function Install-Folders([string[]] $Open, [string[]] $Guarded) {
    foreach ($folder in $Open) { New-Folder $folder }
    foreach ($folder in $Guarded) {
        if (-not [IO.Directory]::Exists($folder)) { New-PrivateFolder $folder $SystemAndAdministrators }
        else {
            if (Test-ReparsePoint $folder) { Stop-Refused 8 "$folder leads elsewhere (it is a link). Remove it and start Borealis.ps1 again." }
            if (Test-Protected (Get-FolderSddl $folder)) { continue }
        }
        Set-FolderSecurity $folder $SystemAndAdministrators
    }
}

# Manifests and installers stay with the installation, for a repair without a network
function Install-Dependencies([string] $Package, $Layout, $Chosen) {
    if ($Package -eq $Layout.Install) { return }
    foreach ($kind in 'driver', 'client') {
        if (-not $Chosen.ContainsKey($kind)) { continue }
        $kept = Join-Path (Join-Path $Layout.Dependencies 'VPN_Tunnel_Adapter') $Chosen[$kind].file
        if ([IO.File]::Exists($kept) -and (Get-Sha256 $kept) -eq $Chosen[$kind].sha256) { continue }
        Copy-OneFile $Chosen[$kind].Path $kept
    }
}

function Confirm-Pinned($Chosen, [string[]] $Kinds) {
    foreach ($kind in $Kinds) {
        $artifact = $Chosen[$kind]
        if ($WhatIfPreference) {
            if ([IO.File]::Exists($artifact.Path)) { Assert-PinnedHash $artifact $artifact.Path; Write-Step "would check that $($artifact.file) is signed by $($artifact.signer)" }
            else { Write-Step "would fetch $($artifact.file) from $($artifact.origin), check its SHA-256 and that it is signed by $($artifact.signer)" }
            continue
        }
        $result = Confirm-Artifact $artifact $Chosen['architecture'] $true
        Write-Step "$($artifact.name) $($artifact.version): $result"
    }
}

function Assert-Space([string] $Install, $Files) {
    $sum = [long] 0
    foreach ($file in $Files) { $sum += $file.size }
    $free = Get-FreeBytes $Install
    if ($free -lt 2 * $sum) {
        Stop-Refused 10 "The drive of $Install has $([Math]::Floor($free / 1MB)) MB free, but $([Math]::Ceiling(2 * $sum / 1MB)) MB are needed (the new program beside the old one). Make room and start Borealis.ps1 again."
    }
}

function Stop-Agent($Service, $Layout) {
    $executable = Join-Path $Layout.Install (ConvertTo-LocalName $Service.executable.Replace('\', '/'))
    if ($null -ne (Get-ServiceRecord $Service.name) -and ((Test-ServiceRunning $Service.name) -or (Test-ProgramInUse $executable))) {
        # A stop that arrives while the service starts would be lost
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($clock.Elapsed.TotalSeconds -lt 30 -and -not $WhatIfPreference -and (Test-ProgramInUse $executable) -and (Test-ServiceStarting $Service.name)) {
            [Threading.Thread]::Sleep(250)
        }
        # The process counts: a service whose process is gone already may refuse to stop
        try { Invoke-ServiceControl @('stop', $Service.name) @(0, 1061, 1062) } catch {
            if ((Get-ExitCode $_) -ne 8 -or (Test-ProgramInUse $executable)) { throw }
        }
        Wait-ProgramEnd $executable ($Service.stop_seconds + 30)
    }
}

# The new program is made whole beside the old one, then takes its place by a rename
function Install-Program([string] $Package, $Layout, $Index, $Service, $Driver, [string] $Architecture) {
    $files = @($Index.files | Where-Object { $_.path.StartsWith('Program/') })
    $decision = Get-DriverDecision $Layout $Driver
    $differences = @(Get-FileDifferences $Layout.Install $files 'Program/')
    if ($decision -like 'keep*' -and -not (Test-LibraryPin $Layout.Library)) { $differences += 'wireguard.dll is not the file that wireguard.dll.sha256 names' }
    Write-Step "driver library $($Driver.version): $decision"
    $running = Get-InstalledDriverVersion
    if ($null -ne $running -and $running -lt [version] $Driver.version) {
        Write-Step "driver of Windows: $running is older; the agent's library replaces it when the service makes its adapter, and other WireGuard tunnels of this machine pause for a minute"
    } elseif ($null -ne $running -and $running -gt [version] $Driver.version) { Write-Step "driver of Windows: $running is newer and stays" }
    if ($differences.Count -eq 0 -and $decision -like 'keep*') { Write-Step "program $($Index.version): no change"; return }
    Write-Step "program $($Index.version): $(if ([IO.Directory]::Exists($Layout.Program)) { "replaced ($(@($differences + $decision)[0]))" } else { 'new' })"
    Assert-Space $Layout.Install $files
    $staged = @($files | ForEach-Object { ConvertTo-LocalName $_.path.Substring('Program/'.Length) })
    Copy-FileSet (Join-Path $Package 'Program') $Layout.Staging $staged
    $library = Join-Path (Join-Path $Layout.Staging 'driver') 'wireguard.dll'
    if ($decision -like 'keep*') { Copy-OneFile $Layout.Library $library }
    else { Export-DriverLibrary $Driver.Path $Driver.signed.Replace('{architecture}', $Architecture) $library }
    if (-not $WhatIfPreference) {
        $moved = @($files | ForEach-Object { [PSCustomObject] @{ path = $_.path.Substring('Program/'.Length); size = $_.size; sha256 = $_.sha256 } })
        $damage = @(Get-FileDifferences $Layout.Staging $moved '')
        if ($damage.Count -gt 0) { Stop-Refused 5 "Copying to $($Layout.Staging) went wrong: $($damage[0]). Check the drive and start Borealis.ps1 again." }
        Assert-Signer $library $Driver.signer
    }
    Write-LibraryPin $library
    Stop-Agent $Service $Layout
    if ([IO.Directory]::Exists($Layout.Program)) { Move-Folder $Layout.Program $Layout.Previous }
    Move-Folder $Layout.Staging $Layout.Program
    Remove-Folder $Layout.Previous
}

function Write-LibraryPin([string] $Library) {
    $pin = ''
    if (-not $WhatIfPreference) { $pin = Get-LibraryPin $Library }
    Write-TextFile "$Library.sha256" $pin 'the SHA-256 that the agent asks for before it loads the library'
}

function Install-Scripts([string] $Package, $Layout, $Index) {
    if ($Package -eq $Layout.Install) { return }
    $source = Get-FolderStart $Package
    $start = Get-FolderStart $Layout.Install
    foreach ($file in $Index.files) {
        if ($file.path.StartsWith('Program/')) { continue }
        # The template became the settings; the settings are the administrator's
        if ($file.path -eq 'agent.properties') { continue }
        $name = ConvertTo-LocalName $file.path
        $target = $start + $name
        if ([IO.File]::Exists($target) -and (Get-Sha256 $target) -eq $file.sha256) { continue }
        Copy-OneFile ($source + $name) $target
    }
    $index = Join-Path $Package 'files.json'
    if ([IO.File]::Exists($Layout.Index) -and (Get-Sha256 $Layout.Index) -eq (Get-Sha256 $index)) { return }
    Copy-OneFile $index $Layout.Index
}

function Install-OfficialClient($Client) {
    $decision = Get-ClientDecision $Client
    Write-Step "official client $($Client.version): $decision"
    if ($decision -notlike 'keep*') { Install-Client $Client.Path }
}

function Get-JarNames($Index) {
    return @($Index.files | Where-Object { $_.path -like 'Program/lib/*.jar' } | ForEach-Object { $_.path.Substring('Program/lib/'.Length) } | Sort-Object)
}

function Unregister-Service([string] $Executable, $Service) {
    $gone = $false
    if ([IO.File]::Exists($Executable)) {
        try { Invoke-ServiceHost $Executable @("//DS//$($Service.name)"); $gone = $true } catch { if ((Get-ExitCode $_) -ne 8) { throw } }
    }
    if (-not $gone) { Invoke-ServiceControl @('delete', $Service.name) @(0, 1060) }
    Wait-ServiceGone $Service.name 30
    Remove-ServiceParameters $Service.name
}

# An update keeps open handles to the service valid; where it is refused, the service is registered anew, and stopped
# before: one that still runs would only be marked for deletion
function Update-Registration([string] $Executable, $Service, $Layout, [string[]] $Arguments) {
    try { Invoke-ServiceHost $Executable (@("//US//$($Service.name)") + $Arguments) } catch {
        if ((Get-ExitCode $_) -ne 8) { throw }
        Write-Step 'service: the update was refused, so it is registered anew'
        Stop-Agent $Service $Layout
        Unregister-Service $Executable $Service
        Invoke-ServiceHost $Executable (@("//IS//$($Service.name)") + $Arguments)
    }
}

# True when the service must be started anew for a change to count
function Register-Service($Layout, $Index, $Service) {
    $executable = Join-Path $Layout.Install (ConvertTo-LocalName $Service.executable.Replace('\', '/'))
    $parameters = Get-ServiceParameters $Service $Layout (Get-JarNames $Index)
    $arguments = Get-ServiceArguments $Service $parameters $executable
    $record = Get-ServiceRecord $Service.name
    $changed = $true
    if ($null -eq $record) { Invoke-ServiceHost $executable (@("//IS//$($Service.name)") + $arguments) }
    else {
        $differences = @(Get-RegistrationDifferences $record $Service $parameters $executable)
        $changed = $differences.Count -gt 0
        if ($changed) {
            Write-Step "service: $($differences[0])"
            Update-Registration $executable $Service $Layout $arguments
        }
    }
    $record = Get-ServiceRecord $Service.name
    if ($null -eq $record -or @(Get-RecoveryDifferences $record $Service).Count -gt 0) {
        $restarts = @($Service.failure_restart_after_ms | ForEach-Object { "restart/$_" }) -join '/'
        Invoke-ServiceControl @('sidtype', $Service.name, 'unrestricted')
        Invoke-ServiceControl @('failure', $Service.name, 'reset=', "$($Service.failure_reset_seconds)", 'actions=', $restarts)
        Invoke-ServiceControl @('failureflag', $Service.name, '1')
    }
    return $changed
}

function Write-Settings([string] $Package, $Layout, [string] $EngineUrl, [string] $EnrollmentCode, [string] $AppliedCode) {
    $current = ''
    if ([IO.File]::Exists($Layout.Settings)) { $current = [IO.File]::ReadAllText($Layout.Settings) }
    $template = [IO.File]::ReadAllText((Join-Path $Package 'agent.properties'))
    $wanted = Get-WantedSettings $current $template $EngineUrl $EnrollmentCode $AppliedCode $Layout
    if ("$(Get-PropertyValue $wanted 'engine.url')" -eq '') {
        Stop-Refused 2 'The agent does not know its Engine yet. Give -EngineUrl and -EnrollmentCode.'
    }
    if ($wanted -eq $current) { Write-Step 'settings: no change'; return $false }
    $keys = @('engine.url', 'enrollment.code', 'home', 'driver.directory' | Where-Object { "$(Get-PropertyValue $wanted $_)" -ne "$(Get-PropertyValue $current $_)" }) -join ', '
    Write-TextFile $Layout.Settings $wanted "settings: $keys"
    return $true
}

# What the agent's log says since a start; the agent holds it open
function Read-AgentLog($Layout, [long] $From) {
    $path = Join-Path $Layout.Logs 'reverse_tunnel.log'
    if (-not [IO.File]::Exists($path)) { return '' }
    $file = New-Object IO.FileStream $path, ([IO.FileMode]::Open), ([IO.FileAccess]::Read), ([IO.FileShare] 'ReadWrite, Delete')
    try {
        # A shorter file is a new one: the log was rotated
        if ($file.Length -ge $From) { [void] $file.Seek($From, [IO.SeekOrigin]::Begin) }
        return (New-Object IO.StreamReader $file, (New-Object Text.UTF8Encoding $false)).ReadToEnd()
    } finally { $file.Dispose() }
}

# The last thing that the agent called severe, with the exception below it
function Get-AgentReason([string] $Said) {
    $found = [Regex]::Matches($Said, '(?m)^\S+ SEVERE \S+ - (.*?)\r?$(?:\n(?:[\w.$]+\.)?(\w*(?:Exception|Error): .*?)\r?$)?')
    if ($found.Count -eq 0) { return '' }
    $last = $found[$found.Count - 1]
    return (@($last.Groups[1].Value, $last.Groups[2].Value | Where-Object { $_ }) -join ': ').TrimEnd('.')
}

# A service that ends right after its start would otherwise look installed: the agent does so when it cannot work
function Start-Agent($Service, $Layout) {
    $executable = Join-Path $Layout.Install (ConvertTo-LocalName $Service.executable.Replace('\', '/'))
    if ((Test-ServiceRunning $Service.name) -and (Test-ProgramInUse $executable)) { Write-Step 'service: running'; return }
    $log = Join-Path $Layout.Logs 'reverse_tunnel.log'
    $from = 0; if ([IO.File]::Exists($log)) { $from = (New-Object IO.FileInfo $log).Length }
    Invoke-ServiceControl @('start', $Service.name) @(0, 1056)
    if ($WhatIfPreference) { return }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt $ObservedSeconds) {
        [Threading.Thread]::Sleep(250)
        if (-not (Test-ProgramInUse $executable)) {
            $reason = Get-AgentReason (Read-AgentLog $Layout $from)
            if ($reason -eq '') { Stop-Refused 11 "The service $($Service.name) ended right after its start and did not say why. Read the newest files in $($Layout.Logs), cure it and start Borealis.ps1 again." }
            Stop-Refused 11 "The agent is installed but ended right after its start: $reason. Cure it and start Borealis.ps1 again; the whole log is $log."
        }
        # From one of these words on it stays: it is enrolled, waits for an administrator, or tries again by itself
        $heard = [Regex]::Match((Read-AgentLog $Layout $from), '(?m)\S+ is device \S+ of .*|enrollment (asked for|waits).*')
        if ($heard.Success -and (Test-ServiceRunning $Service.name)) { Write-Step "the agent says: $($heard.Value.TrimEnd())"; return }
    }
}

# Asked last and only about an address that was given now: an upgrade needs no Engine
function Confirm-Engine([string] $EngineUrl) {
    if ($EngineUrl -eq '' -or $WhatIfPreference) { return }
    $reason = Get-EngineSilence $EngineUrl
    if ($null -eq $reason) { return }
    Stop-Refused 12 "The agent is installed and its service runs, but nothing answers at $EngineUrl ($reason). Check the address, its name and the firewalls on the way; the agent goes on trying by itself and need not be installed again."
}

function Confirm-AdapterCategory {
    $category = Get-AdapterCategory $AdapterAlias
    if ($null -eq $category) { Write-Step "network of '$AdapterAlias': none while no tunnel is up; the agent's own filters hold whatever its category" }
    elseif ($category -eq 'Public') { Set-AdapterCategory $AdapterAlias }
    else { Write-Step "network of '$AdapterAlias': $category" }
}

# --- the two roles ---

function Install-Agent([string] $Package, [string] $Install, [string] $EngineUrl, [string] $EnrollmentCode, [bool] $WithClient) {
    $index = Read-JsonFile (Join-Path $Package 'files.json')
    $service = Read-Service $Package
    Assert-InstallPath $Install $index.files
    if ($EngineUrl -ne '') { Assert-EngineUrl $EngineUrl }
    if ($EnrollmentCode -ne '') { Assert-EnrollmentCode $EnrollmentCode }
    $kinds = @('driver', 'runtime', 'host'); if ($WithClient) { $kinds += 'client' }
    $chosen = Select-Artifacts @(Get-PinnedArtifacts (Join-Path $Package 'Dependencies')) $kinds
    Assert-Package $Package @($index.files | Where-Object { $Package -ne $Install -or $_.path -ne 'agent.properties' })
    $layout = Get-Layout $Install
    Add-LogLine "START Borealis $($index.version) to $Install for the Engine '$EngineUrl'"
    $mark = Read-Mark $layout
    $appliedCode = ''; if ($null -ne $mark) { $appliedCode = "$(Get-Field $mark 'applied_code')" }
    if ($null -ne $mark -and $mark.state -ne 'installed') { Write-Step "an earlier run did not finish (version $($mark.version)): going on from there" }
    Restore-Interrupted $layout
    Confirm-Pinned $chosen @($kinds | Where-Object { $_ -eq 'driver' -or $_ -eq 'client' })

    Install-Folders @() @($Install)
    Install-Folders @($layout.Agent, $layout.Identity, $layout.Temp, $layout.Logs) @($layout.Certificates, $layout.ClientKeys)
    Open-Log $layout.Logs
    $changing = $null -eq $mark -or $mark.version -ne $index.version -or $mark.state -ne 'installed'
    if ($changing) { Write-Mark $layout 'installing' $index.version $appliedCode }
    Install-Dependencies $Package $layout $chosen
    Install-Program $Package $layout $index $service $chosen['driver'] $chosen['architecture']
    Install-Scripts $Package $layout $index
    if ($WithClient) { Install-OfficialClient $chosen['client'] }
    $restart = Write-Settings $Package $layout $EngineUrl $EnrollmentCode $appliedCode
    if (Register-Service $layout $index $service) { $restart = $true }
    if ($EnrollmentCode -ne '') { $appliedCode = Get-TextSha256 $EnrollmentCode }
    if ($restart) { Stop-Agent $service $layout }
    Start-Agent $service $layout
    Confirm-AdapterCategory
    Write-Mark $layout 'installed' $index.version $appliedCode
    Confirm-Engine $EngineUrl
    Write-Step "Borealis agent $($index.version) is $(if ($WhatIfPreference) { 'not touched: this was a rehearsal' } else { 'installed and its service runs' }). No tunnel was started."
}

# The Engine itself comes with its application server; this brings the driver, the client and the protected folders
function Install-Engine([string] $Package, [string] $Install, [bool] $WithClient) {
    $index = Read-JsonFile (Join-Path $Package 'files.json')
    Assert-InstallPath $Install $index.files
    $kinds = @('driver'); if ($WithClient) { $kinds += 'client' }
    $chosen = Select-Artifacts @(Get-PinnedArtifacts (Join-Path $Package 'Dependencies')) $kinds
    $layout = Get-Layout $Install
    Confirm-Pinned $chosen $kinds
    Install-Folders @() @($Install)
    Install-Folders @($layout.EngineLogs) @($layout.EngineCertificates, $layout.EngineKeys)
    Open-Log $layout.EngineLogs
    Install-Dependencies $Package $layout $chosen
    $decision = Get-DriverDecision $layout $chosen['driver']
    Write-Step "driver library $($chosen['driver'].version): $decision"
    if ($decision -notlike 'keep*') {
        Export-DriverLibrary $chosen['driver'].Path $chosen['driver'].signed.Replace('{architecture}', $chosen['architecture']) $layout.Library
        Write-LibraryPin $layout.Library
    }
    if ($WithClient) { Install-OfficialClient $chosen['client'] }
    Write-PortWarnings
    Write-Step "the Engine's driver is in $([IO.Path]::GetDirectoryName($layout.Library)): name this folder in its driver directory setting. No tunnel was started."
}

function Write-PortWarnings {
    foreach ($range in @(Get-ReservedUdpRanges)) {
        if ($TunnelPort -ge $range.First -and $TunnelPort -le $range.Last) {
            Write-Step "WARNING: UDP $TunnelPort lies in a range that Windows reserves ($($range.First)-$($range.Last)), so the Engine cannot listen. Reserve it for itself before other services do: netsh interface ipv4 add excludedportrange protocol=udp startport=$TunnelPort numberofports=1 (after a restart)."
        }
    }
    foreach ($owner in @(Get-UdpPortOwners $TunnelPort)) {
        Write-Step "WARNING: UDP $TunnelPort is used by process $owner. Unless that is the Engine, stop it or give the Engine another port."
    }
    if (-not (Test-InboundUdpRule $TunnelPort)) {
        Write-Step "WARNING: no rule of Windows Firewall lets UDP $TunnelPort in. The Engine's own filter does while it runs; firewalls in front of this host need the port too."
    }
}

# --- removal ---

function Uninstall-Agent([string] $Package, [string] $Install, [bool] $RemoveLogs) {
    $layout = Get-Layout $Install
    $service = Read-Service $Package
    Assert-InstallPath $Install @(New-Object PSObject -Property @{ path = '' })
    $executable = Join-Path $Install (ConvertTo-LocalName $service.executable.Replace('\', '/'))
    Open-Log $layout.Logs
    # A current folder inside could not be deleted
    Set-Location ([IO.Path]::GetPathRoot($Install))
    [Environment]::CurrentDirectory = [IO.Path]::GetPathRoot($Install)
    if ([IO.Directory]::Exists($Install) -and $null -eq (Read-Mark $layout) -and -not [IO.File]::Exists($layout.Index) -and
        -not [IO.File]::Exists((Join-Path $layout.Logs 'install.log'))) {
        Stop-Refused 2 "$Install holds no Borealis installation. Give the right -InstallDirectory."
    }
    if ($null -ne (Get-ServiceRecord $service.name)) {
        Stop-Agent $service $layout
        Unregister-Service $executable $service
    }
    Remove-EventSource $service.name
    if ([IO.File]::Exists($layout.Library)) { Remove-Driver $layout.Library }
    foreach ($folder in $layout.Staging, $layout.Previous, $layout.Program, $layout.Dependencies, $layout.Identity, $layout.Temp) { Remove-Folder $folder }
    $index = $null; if ([IO.File]::Exists($layout.Index)) { $index = Read-JsonFile $layout.Index }
    if ($null -ne $index) {
        $start = Get-FolderStart $Install
        foreach ($file in $index.files) { Remove-OneFile ($start + (ConvertTo-LocalName $file.path)) }
    }
    foreach ($file in $layout.Settings, $layout.Index, $layout.Mark) { Remove-OneFile $file }
    if ($RemoveLogs) {
        $script:LogFile = $null
        Remove-Folder $layout.Logs
        Remove-EmptyFolder $layout.Agent
        Remove-EmptyFolder $Install
    }
    if ($null -ne (Get-InstalledClientVersion)) { Write-Step "WireGuard for Windows stays installed: it may serve other tunnels. Remove it in 'Installed apps' when nothing needs it." }
    Write-Step "Borealis agent is removed from $Install$(if (-not $RemoveLogs) { '; its logs stay in ' + $layout.Logs })."
}

function Remove-EmptyFolder([string] $Path) {
    if (-not [IO.Directory]::Exists($Path)) { return }
    if ($WhatIfPreference -or [IO.Directory]::GetFileSystemEntries($Path).Length -eq 0) { Remove-Folder $Path }
    else { Write-Step "$Path stays: it holds files that are not Borealis'" }
}
