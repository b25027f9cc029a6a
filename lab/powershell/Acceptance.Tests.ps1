# The acceptance script for real machines: here it is shown to run, to judge, and to report; what it asks only Windows answers.
. (Join-Path $PSScriptRoot 'Load.ps1')
$Package = New-Package 'acceptance' '0.1.0'
. (Join-Path $Package 'Test-BorealisWindows.ps1')
. (Join-Path $PSScriptRoot 'Machine.ps1')
$Package = New-Package 'acceptance' '0.1.0'
$AcceptanceFolder = $Package

# --- a host on which everything is as it must be ---

function Get-SystemProgram([string] $Name) { $Name }

function New-Object2($Properties) { New-Object PSObject -Property $Properties }
function Reset-Host([string] $Role) { if ($script:Kept.ContainsKey($Role)) { Restore-Install $Role } else { New-Host $Role; Save-Install $Role } }
function New-Host([string] $Role) {
    Reset-Machine
    $script:Install = Join-All $Work, 'installed', ([Guid]::NewGuid().ToString('N'))
    if ($Role -eq 'Agent') {
        Assert-Code 0 (Invoke-Installer -Package $Package -EngineUrl 'https://engine:8443' -EnrollmentCode '7KQ2M-4XDAB-CDEFG-HJKMN.0123456789abcdef0123456789abcdef' -InstallDirectory $script:Install)
    } else { Assert-Code 0 (Invoke-Installer -Package $Package -Role Engine -InstallDirectory $script:Install) }
    $machine = $script:Machine
    $machine.Driver = [version] '1.1'; $machine.Category = 'Private'
    $machine.Status = 'Disconnected'; $machine.Guid = "{$($AdapterIds[$Role])}"; $machine.Mtu = 1420; $machine.Forwarding = 'Disabled'
    $machine.Tunnel = $false; $machine.Ports = @('tcp/3389'); $machine.Weight = '65535'; $machine.Process = 100; $machine.Cut = $true; $machine.Role = $Role; $machine.Families = @('127.0.0.1', '::1')
    $logs = Join-All $script:Install, $Role, 'Logs'
    Write-File (Join-Path $logs 'reverse_tunnel.log') "driver 1.1`nwireguard: Handshake`nclosed: operator_disconnect`nclosed: idle_timeout`n"
    if ($Role -eq 'Agent') {
        $blob = [byte[]] (1, 0, 0, 0, 0xD0, 0x8C, 0x9D, 0xDF, 1, 0x15, 0xD1, 0x11, 0x8C, 0x7A, 0, 0xC0, 0x4F, 0xC2, 0x97, 0xEB, 9, 9, 9)
        [IO.File]::WriteAllBytes((Join-All $script:Install, 'Agent', 'Borealis', 'Certificates', 'device.key'), $blob)
    }
    foreach ($folder in [IO.Directory]::GetDirectories($script:Install, '*', 'AllDirectories')) { $machine.Sddl[$folder] = 'O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' }
}

function Get-NetAdapter { if ($script:Machine.Process -ne 0) { New-Object2 @{ Name = 'x'; Status = $script:Machine.Status; InterfaceGuid = $script:Machine.Guid; InterfaceDescription = 'WireGuard Tunnel'; ifIndex = 7 } } }
function Get-NetIPAddress { param($InterfaceAlias, $AddressFamily)
    if ("$AddressFamily" -eq 'IPv6') { return }
    if ($script:Machine.Role -eq 'Engine') { New-Object2 @{ IPAddress = '10.255.0.1'; PrefixLength = 16 } }
    elseif ($script:Machine.Tunnel) { New-Object2 @{ IPAddress = '10.255.0.2'; PrefixLength = 32 } }
}
function Get-NetRoute { param($InterfaceAlias, $AddressFamily)
    if ($script:Machine.Role -eq 'Engine') { New-Object2 @{ DestinationPrefix = '10.255.0.0/16' } } elseif ($script:Machine.Tunnel) { New-Object2 @{ DestinationPrefix = '10.255.0.1/32' } }
}
function Get-NetIPInterface { New-Object2 @{ NlMtu = $script:Machine.Mtu; Forwarding = $script:Machine.Forwarding; WeakHostSend = 'Disabled'; WeakHostReceive = 'Disabled'; RouterDiscovery = 'Disabled' } }
function Set-NetIPInterface { }
function Add-TunnelLine([string] $Line) { $log = Join-All $script:Install, $script:Machine.Role, 'Logs', 'reverse_tunnel.log'; Write-File $log ([IO.File]::ReadAllText($log) + "$Line`n") }
function New-NetRoute { param($DestinationPrefix, $InterfaceIndex, $PolicyStore) Add-TunnelLine "the tunnel network overlaps the route $DestinationPrefix" }
function Remove-NetRoute { Add-TunnelLine 'the listener stands again' }
function Get-DnsClientServerAddress { }
function Get-NetFirewallProfile { New-Object2 @{ Name = 'Public'; Enabled = $true } }
function Get-CimInstance { New-Object2 @{ LastBootUpTime = [DateTime] '2026-01-01' } }
function Get-Process { }
function Get-ServiceProcessId { $script:Machine.Process }
function Invoke-Program([string] $Program, [string[]] $Arguments, [int[]] $Accepted) {
    if ($Program -like '*netsh.exe') { Write-File $Arguments[3].Substring(5) (Get-FilteringXmlText); return 0 }
    if ($Program -like '*taskkill.exe') { $script:Machine.Process = 0; $script:Machine.Restarts = 2; return 0 }
}
# The service manager of this host starts a killed service again after two looks
function Get-ServiceProcessId {
    if ($script:Machine.Process -eq 0 -and $script:Machine.ContainsKey('Restarts')) { if (--$script:Machine.Restarts -le 0) { $script:Machine.Process = 200 } }
    $script:Machine.Process
}
$ServiceControl = ${function:Invoke-ServiceControl}
function Invoke-ServiceControl([string[]] $Arguments, [int[]] $Accepted) {
    if ($null -ne $script:Machine.Service) { & $ServiceControl $Arguments $Accepted }
    if ($Arguments[0] -eq 'stop') { $script:Machine.Process = 0; [void] $script:Machine.Remove('Restarts') } elseif ($Arguments[0] -eq 'start') { $script:Machine.Process = 300 }
}
function Get-ServiceLines([string] $Verb, [string] $Name) { if ($Verb -eq 'query') { '        WIN32_EXIT_CODE    : 0  (0x0)' } else { 'reset 86400 restart 5000 restart 30000 restart 60000' } }
function Get-FilteringXmlText {
    $filter = { param($name, $layer, $action) "<item><filterKey>{1}</filterKey><displayData><name>$name</name></displayData><layerKey>FWPM_LAYER_$layer</layerKey><action><type>FWP_ACTION_$action</type></action><filterId>1</filterId></item>" }
    $items = foreach ($layer in 'ALE_AUTH_CONNECT_V4', 'ALE_AUTH_CONNECT_V6', 'ALE_AUTH_RECV_ACCEPT_V4', 'ALE_AUTH_RECV_ACCEPT_V6') { & $filter 'Borealis: nothing else on the tunnel' $layer 'BLOCK' }
    $items += & $filter 'Borealis: no forwarding from the tunnel' 'IPFORWARD_V4' 'BLOCK'
    $items += & $filter 'Borealis: no forwarding into the tunnel' 'IPFORWARD_V4' 'BLOCK'
    $items += & $filter 'Borealis: loopback' 'ALE_AUTH_CONNECT_V4' 'PERMIT'
    if ($script:Machine.Tunnel) { $items += & $filter 'Borealis: device 10.255.0.2 tcp/3389' 'ALE_AUTH_CONNECT_V4' 'PERMIT' }
    $items += & $filter 'Somebody else' 'ALE_AUTH_CONNECT_V4' 'BLOCK'
    $ids = "<item><providerKey>{$($ProviderIds[$script:Machine.Role])}</providerKey><displayData><name>p</name></displayData></item>" +
        "<item><subLayerKey>{$($SubLayerIds[$script:Machine.Role].ToUpperInvariant())}</subLayerKey><displayData><name>s</name></displayData><weight>$($script:Machine.Weight)</weight></item>"
    return "<wfpdiag><filters>$($items -join '')</filters><state>$ids</state></wfpdiag>"
}
function Get-WireGuardDump {
    $peer = New-Object2 @{ PublicKey = 'ENGINE'; HasPresharedKey = $true; AllowedIps = $(if ($script:Machine.Role -eq 'Engine') { '10.255.0.2/32' } else { '10.255.0.1/32' }); Handshake = 1767225600 }
    New-Object2 @{ PublicKey = 'ENGINE'; Port = 30000; Peers = @($peer) }
}
function Test-Port([string] $Address, [int] $Port, [int] $Milliseconds) { if ($Address -eq '127.0.0.1' -or $Address -eq '::1') { return $script:Machine.Families -contains $Address }; return $Address -eq '10.255.0.2' -and $script:Machine.Ports -contains "tcp/$Port" -and $script:Machine.Cut }
function Invoke-Terminal($Tunnel, [string[]] $Lines, [string] $Until, [int] $Seconds) {
    'NT SERVICE\BorealisAgent child-424242. ' + (-join @([char] 0xC4, [char] 0xD6, [char] 0x65E5)) + '-120-5.1-end inside-42 after-42 reached-False'
}
function Invoke-Engine([string] $Method, [string] $Path, $Body = $null) {
    $say = { param($status, $json) New-Object2 @{ Status = $status; Json = $json; Text = "$($json | ConvertTo-Json -Depth 4)" } }
    $facts = { New-Object2 @{ status = $(if ($script:Machine.Tunnel) { 'up' } else { 'down' }); tunnel_id = 't-1'; virtual_ip = '10.255.0.2'; operators = @('o'); last_handshake_at = '2026-01-01T00:00:00Z'; wireguard = (New-Object2 @{ engine_public_key = 'ENGINE' }) } }
    switch -Wildcard ("$Method $Path") {
        'POST /api/auth/login' { return & $say 200 (New-Object2 @{ access_token = 'a' }) }
        'POST /api/tunnel/connect' {
            if ($script:Machine.Tunnel) { return & $say 409 (New-Object2 @{ tunnel_id = 't-1' }) }
            $script:Machine.Tunnel = $true; $script:Machine.Status = 'Up'
            return & $say 200 (& $facts)
        }
        'GET /api/tunnel/status*' { return & $say 200 (& $facts) }
        'DELETE /api/tunnel/disconnect*' { $script:Machine.Tunnel = $false; $script:Machine.Status = 'Disconnected'; return & $say 200 $null }
        'GET /api/devices/*/ports' { return & $say 200 (New-Object2 @{ ports = $script:Machine.Ports }) }
        'PUT /api/devices/*/ports' { $script:Machine.Ports = @($Body.ports); return & $say 200 $null }
    }
    throw "unexpected $Method $Path"
}

# These reach for sockets of a tunnel, which this machine has not: shown elsewhere, or on Windows only
$NotHere = 'WA-37', 'WA-40', 'WA-41', 'WA-53', 'WA-63', 'WA-65'
$All = $Checks

function Invoke-Run([string] $Role, $More = @{}) {
    $script:ReportFile = Join-Path $Work 'report.json'
    $word = ConvertTo-Password
    $given = @{ Role = $Role; EngineUrl = 'https://engine:8443'; Credential = $word; AgentId = 'a-1'; SecondAgentId = ''; OpenPort = 3389; InstallDirectory = $script:Install; Service = 'BorealisAgent'; Log = ''
        Certificates = ''; Report = $script:ReportFile; Disruptive = $false; Slow = $false; AfterBoot = $false; Removal = $false; List = $false }
    foreach ($key in $More.Keys) { $given[$key] = $More[$key] }
    $script:Checks = @($All | Where-Object { $NotHere -notcontains $_.Id })
    $code = Invoke-Acceptance $given
    $script:Read = [IO.File]::ReadAllText($script:ReportFile) | ConvertFrom-Json
    return $code
}
function ConvertTo-Password {
    $secret = New-Object Security.SecureString
    foreach ($c in 'word'.ToCharArray()) { $secret.AppendChar($c) }
    return New-Object Management.Automation.PSCredential 'operator', $secret
}
function Get-Result([string] $Id) { @($script:Read.checks | Where-Object { $_.id -eq $Id })[0] }
function Get-Failed { (@($script:Read.checks | Where-Object { $_.result -eq 'failed' } | ForEach-Object { "$($_.id): $($_.detail)" }) -join '; ') }

Test-Fact 'ids are unique and well formed, every check has a role and a phase' {
    Assert-Equal $All.Count @($All | ForEach-Object { $_.Id } | Select-Object -Unique).Count 'ids'
    foreach ($check in $All) {
        Assert-True ($check.Id -match '^WA-\d\d$') $check.Id
        Assert-True (@('standing', 'tunnel', 'after', 'disruptive', 'slow', 'boot', 'removal') -contains $check.When) "$($check.Id) $($check.When)"
        Assert-True (-not @($check.Roles | Where-Object { $_ -ne 'Engine' -and $_ -ne 'Agent' })) "$($check.Id) roles"
    }
}
Test-Fact 'every open doubt is asked by a check' {
    for ($i = 1; $i -le $Doubts.Count; $i++) { Assert-True (@($All | Where-Object { $_.Settles -contains $i }).Count -ge 1) "doubt $i" }
    Assert-Equal 11 $Doubts.Count 'doubts'
}
Test-Fact 'every native function that the product binds has a check' {
    $known = @($All | ForEach-Object { $_.Native })
    $bound = foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', 'network-connector', 'src', 'main', 'java'), '*Library.java', 'AllDirectories')) {
        [Regex]::Matches([IO.File]::ReadAllText($file), '(?m)^\s+(?:@\w+\s+)*[\w<>]+\s+((?:WireGuard|Fwpm|Initialize|Create|Get|Set|Delete|Convert|Notify|Cancel|Free)\w*)\(') | ForEach-Object { $_.Groups[1].Value }
    }
    $bound = @($bound | Where-Object { $_ -match '^(WireGuard|Fwpm)|Entry2?$|ConvertInterface|MibChange|MibTable' } | Select-Object -Unique)
    Assert-Equal '' (@($bound | Where-Object { $known -notcontains $_ }) -join ', ') 'bound without a check'
}
Test-Fact 'the page names every check with its title, and every function with its checks' {
    $page = [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'windows-acceptance.md'))
    foreach ($check in $All) { Assert-Contains $page "| $($check.Id) | $($check.Title) |" 'the page' }
    foreach ($function in @($All | ForEach-Object { $_.Native } | Select-Object -Unique)) {
        $ids = @($All | Where-Object { $_.Native -contains $function } | ForEach-Object { $_.Id }) -join ' '
        Assert-Contains $page "| ``$function`` | $ids |" 'the page'
    }
    for ($i = 1; $i -le $Doubts.Count; $i++) { Assert-Contains $page "| $i | $($Doubts[$i - 1]) |" 'the page' }
    foreach ($id in [Regex]::Matches($page, 'WA-\d\d') | ForEach-Object { $_.Value } | Select-Object -Unique) { Assert-True (@($All | Where-Object { $_.Id -eq $id }).Count -eq 1) "$id stands on the page and nowhere else" }
}
foreach ($role in 'Agent', 'Engine') {
    Test-Fact "a good $role host passes every check that can be judged here" {
        Reset-Host $role
        $code = Invoke-Run $role @{ Disruptive = $true }
        Assert-Equal '' (Get-Failed) 'failed'
        Assert-Equal 0 $code 'exit code'
        Assert-True ($Read.passed -ge 15) "passed: $($Read.passed)"
        foreach ($check in $Read.checks) { Assert-True ($check.result -eq 'passed' -or @('slow', 'boot', 'removal') -contains $check.when -or $check.id -eq 'WA-39') "$($check.id) $($check.result) $($check.detail)" }
        Assert-True (-not $Machine.Tunnel) 'the tunnel was closed'
        Assert-Equal 11 @($Read.doubts).Count 'doubts'
        Assert-True (@($Read.doubts | Where-Object { $_.settled }).Count -ge 3) 'some doubts are settled'
    }
    Test-Fact "after a boot a good $role host passes" {
        Reset-Host $role
        Assert-Equal 0 (Invoke-Run $role @{ AfterBoot = $true }) "exit code ($(Get-Failed))"
    }
}
Test-Fact 'two devices: the check of their separation runs' {
    Reset-Host 'Engine'
    # The second tunnel of this small Engine is the same one
    function Open-Tunnel([string] $AgentId) { $script:Machine.Tunnel = $true; $script:Machine.Status = 'Up'; New-Object2 @{ tunnel_id = 't-1'; virtual_ip = '10.255.0.2'; milliseconds = 9; wireguard = (New-Object2 @{ engine_public_key = 'ENGINE' }) } }
    Assert-True ((Invoke-Run 'Engine' @{ SecondAgentId = 'a-2' }) -ge 0) 'ran'
    Assert-Equal 'passed' (Get-Result 'WA-39').result 'WA-39'
}
Test-Fact 'removal is judged' {
    Reset-Host 'Agent'
    function Get-NetAdapter { if ($null -ne $script:Machine.Service) { New-Object2 @{ Status = 'Disconnected'; InterfaceGuid = $script:Machine.Guid; InterfaceDescription = 'Borealis'; ifIndex = 7 } } }
    function Invoke-ServiceHost([string] $Executable, [string[]] $Arguments) { $script:Machine.Service = $null }
    Assert-Equal 0 (Invoke-Run 'Agent' @{ Removal = $true }) "exit code ($(Get-Failed))"
    Assert-Equal 'passed' (Get-Result 'WA-18').result 'WA-18'
}
foreach ($case in @(
        @('Agent', 'WA-10', { $Machine.Guid = '{00000000-0000-0000-0000-000000000000}' }), @('Agent', 'WA-16', { $Machine.Status = 'Up' }), @('Agent', 'WA-23', { $Machine.Mtu = 65535 }),
        @('Engine', 'WA-23', { $Machine.Forwarding = 'Enabled' }), @('Agent', 'WA-54', { $Machine.Sddl[(Join-All $Install, 'Agent', 'Borealis', 'Certificates')] = 'O:BAD:(A;;FA;;;BU)' }),
        @('Agent', 'WA-01', { $Machine.Client = [version] '0.1' }), @('Agent', 'WA-02', { $Machine.Driver = [version] '0.7' }), @('Engine', 'WA-36', { $Machine.Cut = $false }), @('Engine', 'WA-27', { $Machine.Families = @('127.0.0.1') }))) {
    Test-Fact "$($case[1]) fails on a $($case[0]) host where it must" {
        Reset-Host $case[0]
        & $case[2]
        Assert-Equal 1 (Invoke-Run $case[0]) 'exit code'
        Assert-Equal 'failed' (Get-Result $case[1]).result $case[1]
        foreach ($doubt in (Get-Result $case[1]).settles) { Assert-True (-not @($Read.doubts | Where-Object { $_.number -eq $doubt })[0].settled) "doubt $doubt stays open" }
    }
}
Test-Fact 'without an operator what needs a tunnel is not run, loudly, and settles nothing' {
    Reset-Host 'Agent'
    Assert-Equal 0 (Invoke-Run 'Agent' @{ Credential = $null }) "exit code ($(Get-Failed))"
    Assert-Equal 'not run' (Get-Result 'WA-15').result 'WA-15'
    Assert-Contains (Get-Result 'WA-15').detail '-Credential' 'the reason'
    Assert-True ($Read.not_run -ge 15) 'counted'
    Assert-True (@($Told | Where-Object { $_ -clike '*NOT RUN WA-*' }).Count -eq $Read.not_run) 'shown'
    Assert-True (-not @($Read.doubts | Where-Object { $_.number -eq 7 })[0].settled) 'doubt 7 stays open'
}
Test-Fact 'not elevated: refused' {
    Reset-Host 'Agent'; $Machine.Elevated = $false
    $old = [Console]::Error; [Console]::SetError((New-Object IO.StringWriter))
    try { Assert-Equal 2 (Invoke-Acceptance @{ Role = 'Agent'; EngineUrl = ''; Credential = $null; AgentId = ''; SecondAgentId = ''; OpenPort = 1; InstallDirectory = $Install; Service = ''; Log = ''; Certificates = ''; Report = ''; Disruptive = $false; Slow = $false; AfterBoot = $false; Removal = $false; List = $false }) 'exit code' } finally { [Console]::SetError($old) }
}
Test-Fact 'its own parameters survive the installer that it loads' {
    $said = & pwsh -NoProfile -File (Join-Path $Package 'Test-BorealisWindows.ps1') -Role Engine -List
    Assert-True (@($said | Where-Object { $_ -match '^WA-\d\d' }).Count -eq $All.Count) 'the list'
}
Skip-Fact "$($NotHere -join ', ')" 'they need sockets of a real tunnel or DPAPI; only a real Windows machine shows them'
[IO.Directory]::Delete($Work, $true)
Complete-Facts
