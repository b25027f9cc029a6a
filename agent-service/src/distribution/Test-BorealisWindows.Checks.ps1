# The acceptance checks: id, where it runs, when, which native functions it proves, which open doubt it settles.
# A check returns what it found; it throws when the finding is not what it must be.
# When: standing (service runs, no tunnel), tunnel, after (tunnel closed), disruptive, slow, boot, removal.

$Checks = New-Object Collections.Generic.List[object]

function Add-Check([string] $Id, [string] $Roles, [string] $When, [string] $Title, [string[]] $Native, [int[]] $Settles, [scriptblock] $Run) {
    $script:Checks.Add((New-Object PSObject -Property @{ Id = $Id; Roles = $Roles.Split(' '); When = $When; Title = $Title; Native = $Native; Settles = $Settles; Run = $Run }))
}

# --- installation and service ---

Add-Check 'WA-01' 'Agent' 'standing' 'Borealis.ps1 -Verify finds the installation as planned' @() @() {
    $wrong = @(Get-Findings $Context.Package $Context.Install $true | Where-Object { -not $_.Good })
    Assert-That ($wrong.Count -eq 0) "$(@($wrong | ForEach-Object { "$($_.Check): $($_.Detail)" }) -join '; ')"
    'as planned'
}
Add-Check 'WA-02' 'Agent Engine' 'standing' 'the driver is installed, visible, and of the version that the log reports' @('WireGuardGetRunningDriverVersion') @(6) {
    $installed = Get-InstalledDriverVersion
    Assert-That ($null -ne $installed) 'no kernel service WireGuard'
    $text = "$($installed.Major).$($installed.Minor)"
    Assert-That ((Read-TunnelLog) -match "(?i)driver.*\b$([Regex]::Escape($text))") "the log does not report the driver version $text"
    "driver $installed"
}
Add-Check 'WA-03' 'Agent' 'standing' 'the service is registered: start type, account, dependencies, recovery, SID type' @('service') @() {
    $service = Read-Service $Context.Package
    $record = Get-ServiceRecord $Context.Service
    $wrong = @(Get-RecoveryDifferences $record $service)
    Assert-That ($wrong.Count -eq 0) ($wrong -join '; ')
    $failure = @(Get-ServiceLines 'qfailure' $Context.Service) -join ' '
    Assert-That ($failure -match '5000' -and $failure -match '30000' -and $failure -match '60000') "sc qfailure does not show the three delays: $failure"
    'three restarts, SID type unrestricted'
}
Add-Check 'WA-04' 'Agent' 'disruptive' 'a clean stop ends within 30 s and takes nothing but the adapter; the start brings it back' @('service', 'WireGuardCloseAdapter', 'WireGuardCreateAdapter') @() {
    $before = (Get-TunnelAdapter).InterfaceGuid
    Invoke-ServiceControl @('stop', $Context.Service) @(0, 1062)
    $stop = Wait-Until { (Get-ServiceProcessId) -eq 0 } 30 'the service does not stop'
    Assert-That ($null -eq (Get-TunnelAdapter)) 'the adapter outlives its process'
    Invoke-ServiceControl @('start', $Context.Service) @(0, 1056)
    $start = Wait-Until { $null -ne (Get-TunnelAdapter) } 120 'the adapter does not come back'
    Assert-That ((Get-TunnelAdapter).InterfaceGuid -eq $before) 'it came back with another GUID'
    "stopped in $stop ms, adapter back after $start ms with the same GUID"
}
Add-Check 'WA-05' 'Agent' 'disruptive' 'a killed service is restarted by its recovery actions, the tunnel stays down' @('service') @() {
    $old = Get-ServiceProcessId
    Assert-That ($old -ne 0) 'the service does not run'
    [void] (Invoke-Program (Get-SystemProgram 'taskkill.exe') @('/F', '/PID', "$old"))
    $back = Wait-Until { $now = Get-ServiceProcessId; $now -ne 0 -and $now -ne $old } 60 'the service manager does not restart it'
    Assert-That (@(Get-TunnelAddresses).Count -eq 0) 'an address is there without a request'
    "restarted after $back ms"
}
Add-Check 'WA-06' 'Agent' 'tunnel' 'the service SID is in the token of the service' @('service') @(9) {
    $text = Invoke-Terminal $Context.Tunnel @('whoami /groups /fo csv; echo done-$(40+2)') 'done-42'
    Assert-That ($text -match "NT SERVICE\\$($Context.Service)") 'whoami /groups does not list the service SID; restart Windows and run this again'
    'effective since the last start of the service'
}
Add-Check 'WA-07' 'Agent Engine' 'standing' 'architecture of Windows and of the Java runtime' @() @(8) {
    $windows = Get-WindowsFacts
    "Windows $($windows.Version) $($windows.Architecture); the pinned service host and runtime are amd64"
}

# --- adapter ---

Add-Check 'WA-10' 'Agent Engine' 'standing' 'adapter create: the adapter is there with its fixed GUID and its name' @('WireGuardCreateAdapter', 'WireGuardGetAdapterLUID', 'ConvertInterfaceLuidToGuid', 'ConvertInterfaceLuidToAlias', 'ConvertInterfaceLuidToIndex') @() {
    $adapter = Get-TunnelAdapter
    Assert-That ($null -ne $adapter) "no adapter '$($Context.Alias)'"
    Assert-That ("$($adapter.InterfaceGuid)".Trim('{}') -eq $AdapterIds[$Context.Role]) "its GUID is $($adapter.InterfaceGuid)"
    "$($adapter.InterfaceDescription), index $($adapter.ifIndex)"
}
Add-Check 'WA-11' 'Agent Engine' 'disruptive' 'adapter close: a killed process takes adapter and filters with it, and the same GUID is free at once' @('WireGuardCloseAdapter', 'WireGuardOpenAdapter', 'WireGuardCreateAdapter', 'FwpmEngineClose0') @() {
    $old = Get-ServiceProcessId
    Assert-That ($old -ne 0) "no process of the service $($Context.Service)"
    [void] (Invoke-Program (Get-SystemProgram 'taskkill.exe') @('/F', '/PID', "$old"))
    $gone = Wait-Until { $now = Get-TunnelAdapter; $null -eq $now -or (Get-ServiceProcessId) -notin @(0, $old) } 10 'the adapter does not go'
    $filters = @(Get-OurFilters).Count
    Invoke-ServiceControl @('start', $Context.Service) @(0, 1056)
    $back = Wait-Until { $null -ne (Get-TunnelAdapter) } 120 'the adapter does not come back'
    "adapter gone after $gone ms, $filters filters then, back after $back ms"
}
Add-Check 'WA-12' 'Engine' 'tunnel' 'configuration set: keys, port, allowed IPs and preshared key stand as wg.exe reads them' @('WireGuardSetConfiguration') @(6) {
    $dump = Get-WireGuardDump
    Assert-That ($dump.Port -eq $TunnelPort) "the listen port is $($dump.Port)"
    Assert-That ($dump.PublicKey -eq $Context.Tunnel.wireguard.engine_public_key) 'the Engine''s public key differs from the API''s'
    $peer = @($dump.Peers | Where-Object { $_.AllowedIps -eq "$($Context.Tunnel.virtual_ip)/32" })
    Assert-That ($peer.Count -eq 1) "no peer with exactly $($Context.Tunnel.virtual_ip)/32"
    Assert-That $peer[0].HasPresharedKey 'the peer has no preshared key'
    foreach ($other in $dump.Peers) { Assert-That ($other.AllowedIps -match '^10\.255\.\d+\.\d+/32$') "a peer has the allowed IPs $($other.AllowedIps)" }
    "$($dump.Peers.Count) peer(s), each one /32 and a preshared key"
}
Add-Check 'WA-13' 'Agent' 'tunnel' 'configuration set on the device: one peer, the Engine''s /32 only' @('WireGuardSetConfiguration') @(6) {
    $dump = Get-WireGuardDump
    Assert-That ($dump.Peers.Count -eq 1) "$($dump.Peers.Count) peers"
    Assert-That ($dump.Peers[0].PublicKey -eq $Context.Tunnel.wireguard.engine_public_key) 'the peer is not the Engine'
    Assert-That ($dump.Peers[0].AllowedIps -eq '10.255.0.1/32') "allowed IPs are $($dump.Peers[0].AllowedIps)"
    'one peer, 10.255.0.1/32'
}
Add-Check 'WA-14' 'Engine' 'tunnel' 'configuration get: the API''s last handshake is the one that wg.exe reads' @('WireGuardGetConfiguration') @(6) {
    $ours = (Get-Tunnel $Context.AgentId).last_handshake_at
    Assert-That ($null -ne $ours) 'the API knows no handshake'
    $theirs = @((Get-WireGuardDump).Peers | Where-Object { $_.AllowedIps -eq "$($Context.Tunnel.virtual_ip)/32" })[0].Handshake
    $seconds = ([DateTime] $ours).ToUniversalTime().Subtract([DateTime] '1970-01-01').TotalSeconds
    # One may be read before and one after a renewal, which comes every two minutes
    Assert-That ([Math]::Abs($seconds - $theirs) -le 5) "API $seconds, wg.exe $theirs"
    'equal'
}
Add-Check 'WA-15' 'Agent' 'tunnel' 'state up: the adapter is up while a tunnel is' @('WireGuardSetAdapterState', 'WireGuardGetAdapterState') @() {
    Assert-That ("$((Get-TunnelAdapter).Status)" -eq 'Up') "status is $((Get-TunnelAdapter).Status)"
    "up; the tunnel took $($Context.Tunnel.milliseconds) ms"
}
Add-Check 'WA-16' 'Agent' 'standing' 'state down: the adapter is there and down without a tunnel' @('WireGuardSetAdapterState', 'WireGuardGetAdapterState') @() {
    Assert-That ("$((Get-TunnelAdapter).Status)" -ne 'Up') 'it is up without a tunnel'
    "$((Get-TunnelAdapter).Status)"
}
Add-Check 'WA-17' 'Agent Engine' 'tunnel' 'logger: lines of the driver stand in reverse_tunnel.log' @('WireGuardSetLogger', 'WireGuardSetAdapterLogging') @() {
    Assert-That ((Read-TunnelLog) -match '(?i)handshake|Keypair|wireguard') 'no line of the driver'
    'lines of the driver found'
}
Add-Check 'WA-18' 'Agent' 'removal' 'delete driver: uninstalling takes service, files, registry, adapter, and the driver when nothing else uses it' @('WireGuardDeleteDriver') @() {
    $others = @(Get-NetAdapter -IncludeHidden -ErrorAction SilentlyContinue | Where-Object { $_.InterfaceDescription -like 'WireGuard Tunnel*' }).Count
    Assert-That ((Invoke-Borealis -Package $Context.Package -InstallDirectory $Context.Install -Uninstall) -eq 0) 'Borealis.ps1 -Uninstall failed'
    Assert-That ($null -eq (Get-ServiceRecord $Context.Service)) 'the service is still registered'
    Assert-That ($null -eq (Get-TunnelAdapter)) 'the adapter is still there'
    Assert-That (-not (Test-Path -LiteralPath (Join-Path $Context.Install 'Program'))) 'the program is still there'
    if ($others -eq 0) { Assert-That ($null -eq (Get-InstalledDriverVersion)) 'the driver is still there, though nothing else uses it' }
    "removed; $others other adapter(s) of the driver"
}
Add-Check 'WA-19' 'Agent Engine' 'standing' 'the official client beside it: its version, the driver''s, and nothing disturbed' @('WireGuardCreateAdapter') @(6) {
    $client = Get-InstalledClientVersion
    if ($null -eq $client) { Stop-NotRun 'the official client is not installed' }
    Assert-That ($null -ne (Get-TunnelAdapter)) 'our adapter is gone'
    "client $client, driver $(Get-InstalledDriverVersion)"
}

# --- rows of IP Helper ---

Add-Check 'WA-20' 'Agent' 'tunnel' 'address row: the device has its /32 and no other address' @('InitializeUnicastIpAddressEntry', 'CreateUnicastIpAddressEntry', 'GetUnicastIpAddressEntry', 'DeleteUnicastIpAddressEntry') @() {
    Assert-That ((Get-TunnelAddresses) -join ',' -eq "$($Context.Tunnel.virtual_ip)/32") "addresses: $((Get-TunnelAddresses) -join ', ')"
    (Get-TunnelAddresses) -join ','
}
Add-Check 'WA-21' 'Engine' 'standing' 'address row: the Engine has 10.255.0.1 on its adapter, host-only' @('InitializeUnicastIpAddressEntry', 'CreateUnicastIpAddressEntry', 'GetUnicastIpAddressEntry') @() {
    Assert-That (@(Get-TunnelAddresses | Where-Object { $_ -like '10.255.0.1/*' }).Count -eq 1) "addresses: $((Get-TunnelAddresses) -join ', ')"
    (Get-TunnelAddresses) -join ','
}
Add-Check 'WA-22' 'Agent Engine' 'tunnel' 'route row: nothing but the tunnel''s own prefix, no default route, no LAN, no DNS' @('InitializeIpForwardEntry', 'CreateIpForwardEntry2', 'DeleteIpForwardEntry2') @(10) {
    foreach ($route in Get-TunnelRoutes) { Assert-That ($route -match '^(10\.255\.|224\.0\.0\.0/4|255\.255\.255\.255/32)') "the route $route leads into the tunnel" }
    if ($Context.Role -eq 'Agent') { Assert-That (@(Get-TunnelRoutes) -contains '10.255.0.1/32') 'no route to the Engine' }
    $dns = @(Get-DnsClientServerAddress -InterfaceAlias $Context.Alias -ErrorAction SilentlyContinue | ForEach-Object { $_.ServerAddresses } | Where-Object { $_ })
    Assert-That ($dns.Count -eq 0) "DNS servers: $($dns -join ', ')"
    (Get-TunnelRoutes) -join ', '
}
Add-Check 'WA-23' 'Agent Engine' 'tunnel' 'interface row: MTU 1420, no forwarding, no weak host, no router discovery' @('InitializeIpInterfaceEntry', 'GetIpInterfaceEntry', 'SetIpInterfaceEntry') @(10) {
    $row = Get-NetIPInterface -InterfaceAlias $Context.Alias -AddressFamily IPv4
    Assert-That ($row.NlMtu -eq 1420) "the MTU is $($row.NlMtu)"
    Assert-That ("$($row.Forwarding)" -eq 'Disabled') 'forwarding is on'
    Assert-That ("$($row.WeakHostSend)" -eq 'Disabled' -and "$($row.WeakHostReceive)" -eq 'Disabled') 'weak host is on'
    Assert-That ("$($row.RouterDiscovery)" -eq 'Disabled') "router discovery is $($row.RouterDiscovery)"
    $six = @(Get-NetIPAddress -InterfaceAlias $Context.Alias -AddressFamily IPv6 -ErrorAction SilentlyContinue | Where-Object { "$($_.PrefixOrigin)" -ne 'WellKnown' })
    Assert-That ($six.Count -eq 0) "IPv6 addresses: $(@($six | ForEach-Object { $_.IPAddress }) -join ', ')"
    'as set'
}
Add-Check 'WA-24' 'Agent Engine' 'standing' 'notifications: the IP interface that appears after the adapter was awaited, no call was lost to "not found"' @('NotifyIpInterfaceChange', 'CancelMibChangeNotify2', 'GetIpInterfaceEntry') @() {
    Assert-That ($null -ne (Get-NetIPInterface -InterfaceAlias $Context.Alias -AddressFamily IPv4 -ErrorAction SilentlyContinue)) 'no IPv4 interface'
    Assert-That ((Read-TunnelLog) -notmatch '(?i)(SEVERE|ERROR).*\b1168\b') 'the log shows a step that failed with 1168'
    'the interface is there'
}
Add-Check 'WA-25' 'Agent' 'after' 'after the tunnel: address, routes and peer gone, the adapter stays and is down' @('DeleteUnicastIpAddressEntry', 'DeleteIpForwardEntry2', 'WireGuardSetConfiguration', 'WireGuardSetAdapterState') @() {
    $gone = Wait-Until { @(Get-TunnelAddresses).Count -eq 0 -and @(Get-TunnelRoutes | Where-Object { $_ -like '10.255.*' }).Count -eq 0 } 5 'address or route stay'
    Assert-That ($null -ne (Get-TunnelAdapter) -and "$((Get-TunnelAdapter).Status)" -ne 'Up') 'the adapter is not there, or up'
    "gone after $gone ms"
}
Add-Check 'WA-26' 'Engine' 'disruptive' 'the tunnel''s network is nobody else''s: a route into it takes the listener down with the sentence, without it the listener stands again' @('GetUnicastIpAddressTable', 'GetIpForwardTable2', 'GetAdaptersAddresses', 'ConvertInterfaceLuidToAlias', 'FreeMibTable') @() {
    $told = (Read-TunnelLog).Length
    # The loopback interface has the index 1 on every Windows
    [void] (New-NetRoute -DestinationPrefix '10.255.77.0/24' -InterfaceIndex 1 -PolicyStore ActiveStore)
    try { $down = Wait-Until { (Read-TunnelLog).Substring($told) -match 'overlaps the route 10\.255\.77\.0/24' } 30 'the listener does not say that a route leads into its network' }
    finally { Remove-NetRoute -DestinationPrefix '10.255.77.0/24' -InterfaceIndex 1 -Confirm:$false }
    $back = Wait-Until { (Read-TunnelLog).Substring($told) -match 'the listener stands again' } 60 'the listener does not come back'
    "down after $down ms, back after $back ms"
}
Add-Check 'WA-27' 'Engine' 'standing' 'IPv6: HTTPS answers on ::1 as on 127.0.0.1' @() @() {
    $port = ([Uri] $Context.EngineUrl).Port
    foreach ($address in '127.0.0.1', '::1') { Assert-That (Test-Port $address $port) "nothing answers on $address, port $port" }
    "both families, port $port"
}

# --- the filtering platform ---

Add-Check 'WA-30' 'Agent Engine' 'tunnel' 'session, provider and sublayer: ours, named, with the highest weight' @('FwpmEngineOpen0', 'FwpmEngineClose0', 'FwpmProviderAdd0', 'FwpmProviderDeleteByKey0', 'FwpmSubLayerAdd0', 'FwpmSubLayerDeleteByKey0') @(2) {
    $state = Read-FilteringXml 'state'
    $guid = $SubLayerIds[$Context.Role]
    $ours = $state.SelectSingleNode("//item[translate(subLayerKey, 'ABCDEF', 'abcdef') = '{$guid}' and weight]")
    Assert-That ($null -ne $ours) "no sublayer {$guid}"
    Assert-That ($null -ne $state.SelectSingleNode("//item[translate(providerKey, 'ABCDEF', 'abcdef') = '{$($ProviderIds[$Context.Role])}' and displayData]")) 'no provider of ours'
    $others = @($state.SelectNodes('//item[subLayerKey and weight and displayData]') | ForEach-Object { "$($_.SelectSingleNode('displayData/name').InnerText)=$($_.SelectSingleNode('weight').InnerText)" })
    "weight $($ours.SelectSingleNode('weight').InnerText); all: $($others -join ', ')"
}
Add-Check 'WA-31' 'Agent Engine' 'tunnel' 'filter add: default block in both directions, V4 and V6, and the permits' @('FwpmFilterAdd0', 'FwpmFilterGetById0', 'FwpmTransactionBegin0', 'FwpmTransactionCommit0') @() {
    $filters = @(Get-OurFilters)
    foreach ($layer in 'CONNECT_V4', 'CONNECT_V6', 'RECV_ACCEPT_V4', 'RECV_ACCEPT_V6') {
        Assert-That (@($filters | Where-Object { $_.Layer -like "*ALE_AUTH_$layer" -and $_.Action -like '*BLOCK' -and $_.Name -like '*nothing else*' }).Count -ge 1) "no default block at $layer"
    }
    Assert-That (@($filters | Where-Object { $_.Action -like '*PERMIT' }).Count -ge 1) 'no permit'
    "$($filters.Count) filters"
}
Add-Check 'WA-32' 'Engine' 'tunnel' 'IPFORWARD: blocks from and into the tunnel stand' @('FwpmFilterAdd0') @() {
    $forward = @(Get-OurFilters | Where-Object { $_.Layer -like '*IPFORWARD*' -and $_.Action -like '*BLOCK' })
    Assert-That ($forward.Count -ge 2) "$($forward.Count) IPFORWARD blocks"
    "$($forward.Count) blocks"
}
Add-Check 'WA-33' 'Engine' 'tunnel' 'transaction: while ports change twenty times no look at the filters misses the default block' @('FwpmTransactionBegin0', 'FwpmTransactionCommit0', 'FwpmTransactionAbort0') @() {
    $ports = Get-Ports $Context.AgentId
    try {
        for ($i = 0; $i -lt 20; $i++) {
            Set-Ports $Context.AgentId @($ports + "tcp/$(40000 + $i)")
            $blocks = @(Get-OurFilters | Where-Object { $_.Action -like '*BLOCK' -and $_.Name -like '*nothing else*' }).Count
            Assert-That ($blocks -ge 4) "after change $i there were $blocks default blocks"
        }
    } finally { Set-Ports $Context.AgentId $ports }
    'never without'
}
Add-Check 'WA-34' 'Engine' 'after' 'filter delete: the permits of the device are gone with its tunnel, the default block stays' @('FwpmFilterDeleteById0', 'FwpmFilterDeleteByKey0') @() {
    $name = "*$($Context.Tunnel.virtual_ip)*"
    $gone = Wait-Until { @(Get-OurFilters | Where-Object { $_.Name -like $name }).Count -eq 0 } 5 'permits of the device stay'
    Assert-That (@(Get-OurFilters | Where-Object { $_.Name -like '*nothing else*' }).Count -ge 4) 'the default block went too'
    "gone after $gone ms"
}
Add-Check 'WA-35' 'Agent Engine' 'tunnel' 'enumeration: what Windows lists of ours, layer by layer' @('FwpmFilterCreateEnumHandle0', 'FwpmFilterEnum0', 'FwpmFilterDestroyEnumHandle0', 'FwpmFilterGetById0', 'FwpmFreeMemory0') @(5) {
    $groups = @(Get-OurFilters | Group-Object Layer | ForEach-Object { "$($_.Name -replace '^FWPM_LAYER_', '')=$($_.Count)" })
    Assert-That ($groups.Count -ge 4) "only $($groups -join ', ')"
    $groups -join ', '
}
Add-Check 'WA-36' 'Engine' 'tunnel' 'an allowed port answers through the tunnel, one that is not allowed does not' @('FwpmFilterAdd0') @(2) {
    $ip = $Context.Tunnel.virtual_ip; $ports = Get-Ports $Context.AgentId
    try {
        Set-Ports $Context.AgentId @("tcp/$($Context.OpenPort)")
        Assert-That (Test-Port $ip $Context.OpenPort 5000) "tcp/$($Context.OpenPort) is allowed and does not answer: does the device listen on it? Give -OpenPort"
        Set-Ports $Context.AgentId @('tcp/1')
        Assert-That (-not (Test-Port $ip $Context.OpenPort)) "tcp/$($Context.OpenPort) answers though it is not allowed"
    } finally { Set-Ports $Context.AgentId $ports }
    "tcp/$($Context.OpenPort): open when allowed, shut when not"
}
Add-Check 'WA-37' 'Engine' 'tunnel' 'live-flow cut: an established connection ends when its port is taken away' @('FwpmFilterDeleteById0', 'ALE reauthorization') @(1) {
    $ip = $Context.Tunnel.virtual_ip; $ports = Get-Ports $Context.AgentId
    $client = New-Object Net.Sockets.TcpClient
    try {
        Set-Ports $Context.AgentId @("tcp/$($Context.OpenPort)")
        Assert-That ($client.ConnectAsync($ip, $Context.OpenPort).Wait(5000)) "tcp/$($Context.OpenPort) does not answer"
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Set-Ports $Context.AgentId @('tcp/1')
        $how = 'silent: nothing arrived for 20 s'
        $client.ReceiveTimeout = 20000
        try {
            $client.GetStream().Write([byte[]] (13, 10), 0, 2)
            $read = $client.GetStream().Read((New-Object byte[] 64), 0, 64)
            Assert-That ($read -eq 0) 'the device still answers on the connection'
            $how = 'closed'
        } catch [IO.IOException] { if ($clock.ElapsedMilliseconds -lt 19000) { $how = 'reset' } }
        "$how after $($clock.ElapsedMilliseconds) ms"
    } finally { $client.Dispose(); Set-Ports $Context.AgentId $ports }
}
Add-Check 'WA-38' 'Agent' 'tunnel' 'inbound with Windows Firewall on: the shell''s port is reachable in every profile, right after the tunnel came up' @('FwpmFilterAdd0') @(2) {
    $profiles = @(Get-NetFirewallProfile | ForEach-Object { "$($_.Name)=$($_.Enabled)" })
    $category = Get-AdapterCategory $Context.Alias
    $text = Invoke-Terminal $Context.Tunnel @('echo inside-$(40+2)') 'inside-42'
    Assert-That ($text -match 'inside-42') 'the shell does not answer'
    "firewall $($profiles -join ', '), network $category"
}
Add-Check 'WA-39' 'Engine' 'tunnel' 'IPFORWARD holds when someone switches forwarding on: one device does not reach the other' @('FwpmFilterAdd0', 'IPFORWARD') @(3) {
    if ($Context.SecondAgentId -eq '') { Stop-NotRun 'needs a second device: give -SecondAgentId' }
    $second = Open-Tunnel $Context.SecondAgentId
    Set-NetIPInterface -InterfaceAlias $Context.Alias -AddressFamily IPv4 -Forwarding Enabled
    try {
        $text = Invoke-Terminal $Context.Tunnel @("try { `$c = New-Object Net.Sockets.TcpClient; 'reached-' + `$c.ConnectAsync('$($second.virtual_ip)', 47002).Wait(4000) } catch { 'reached-False' }") 'reached-(True|False)\s*[\r\n]'
        Assert-That ($text -notmatch 'reached-True') 'one device reaches the other'
    } finally {
        Set-NetIPInterface -InterfaceAlias $Context.Alias -AddressFamily IPv4 -Forwarding Disabled
        [void] (Close-Tunnel $Context.SecondAgentId)
    }
    'blocked with forwarding on'
}
Add-Check 'WA-40' 'Engine' 'slow' 'many filters: time of the change and of a packet with 2,000 port rules' @('FwpmFilterAdd0', 'FwpmTransactionCommit0') @(4) {
    $tunnel = Open-Tunnel $Context.AgentId; $ports = Get-Ports $Context.AgentId
    try {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $most = 2000
        while ($most -gt 10) {
            try { Set-Ports $Context.AgentId @((1..$most | ForEach-Object { "tcp/$(2 * $_ + 10000)" }) + "tcp/$($Context.OpenPort)"); break } catch { $most = [int] ($most / 2) }
        }
        $change = $clock.ElapsedMilliseconds
        $clock.Restart(); $answered = Test-Port $tunnel.virtual_ip $Context.OpenPort 5000
        "$most rules: change $change ms, connect $($clock.ElapsedMilliseconds) ms (answered: $answered), $(@(Get-OurFilters).Count) filters"
    } finally { Set-Ports $Context.AgentId $ports; [void] (Close-Tunnel $Context.AgentId) }
}
Add-Check 'WA-41' 'Agent' 'tunnel' 'loopback to the own tunnel address stays with its process and is not cut' @('FwpmFilterAdd0') @(11) {
    $listener = New-Object Net.Sockets.TcpListener ([Net.IPAddress]::Parse($Context.Tunnel.virtual_ip)), 0
    $listener.Start()
    try { "own address answers itself: $(Test-Port $Context.Tunnel.virtual_ip $listener.LocalEndpoint.Port)" } finally { $listener.Stop() }
}
Add-Check 'WA-42' 'Agent' 'tunnel' 'the device reaches nothing of the Engine, and the tunnel''s network nowhere off the tunnel' @('FwpmFilterAdd0') @() {
    foreach ($port in 22, 443, 3389, 5985, 8443, 9990) { Assert-That (-not (Test-Port '10.255.0.1' $port 1500)) "10.255.0.1:$port answers the device" }
    Assert-That (-not (Test-Port '10.255.200.200' 443 1500)) '10.255.200.200 answers'
    'nothing answers'
}

# --- what exists on Windows only ---

Add-Check 'WA-50' 'Agent' 'tunnel' 'job object: children of a shell die with its session' @('CreateJobObjectW', 'SetInformationJobObject', 'AssignProcessToJobObject', 'TerminateJobObject') @() {
    $text = Invoke-Terminal $Context.Tunnel @('$p = Start-Process ping.exe -ArgumentList "-t 127.0.0.1" -PassThru -NoNewWindow; "child-" + $p.Id + "."') 'child-(\d+)\.'
    [void] ($text -match 'child-(\d+)\.')
    $id = [int] $Matches[1]
    $gone = Wait-Until { $null -eq (Get-Process -Id $id -ErrorAction SilentlyContinue) } 10 'the child outlives the session'
    "gone after $gone ms"
}
Add-Check 'WA-51' 'Agent' 'tunnel' 'ConPTY in the service: prompt, UTF-8, size, exit' @('CreatePseudoConsole', 'ResizePseudoConsole', 'ClosePseudoConsole') @(7) {
    $letters = -join @([char] 0xC4, [char] 0xD6, [char] 0x65E5)
    $text = Invoke-Terminal $Context.Tunnel @("'$letters' + '-' + `$Host.UI.RawUI.WindowSize.Width + '-' + `$PSVersionTable.PSVersion + '-end'") '-120-[\d.]+-end'
    Assert-That ($text.Contains("$letters-120-")) 'letters or width do not come through'
    "build $((Get-WindowsFacts).Version.Build), width 120, letters whole"
}
Add-Check 'WA-52' 'Agent' 'tunnel' 'Ctrl-C ends a running command at once' @('CreatePseudoConsole') @(7) {
    $text = Invoke-Terminal $Context.Tunnel @('ping -t 127.0.0.1', [string] [char] 3, '"after-$(40+2)"') 'after-42' 20
    Assert-That ($text -match 'after-42') 'no prompt after Ctrl-C'
    'prompt is back'
}
Add-Check 'WA-53' 'Agent' 'standing' 'DPAPI: the device key is sealed, and an administrator''s own account cannot open it' @('CryptProtectData', 'CryptUnprotectData') @() {
    [void] [Reflection.Assembly]::LoadWithPartialName('System.Security')
    $magic = '01000000D08C9DDF0115D1118C7A00C04FC297EB'
    $sealed = 0
    foreach ($file in [IO.Directory]::GetFiles($Context.Certificates, '*', 'AllDirectories')) {
        $bytes = [IO.File]::ReadAllBytes($file)
        $hex = [BitConverter]::ToString($bytes).Replace('-', '')
        Assert-That ([Text.Encoding]::ASCII.GetString($bytes) -notmatch 'PRIVATE KEY') "$file holds a private key in the clear"
        if (-not $hex.Contains($magic)) { continue }
        $sealed++
        $blob = New-Object byte[] ($bytes.Length - $hex.IndexOf($magic) / 2)
        [Array]::Copy($bytes, [int] ($hex.IndexOf($magic) / 2), $blob, 0, $blob.Length)
        $opened = $false
        try { [void] [Security.Cryptography.ProtectedData]::Unprotect($blob, $null, 'CurrentUser'); $opened = $true } catch [Security.Cryptography.CryptographicException] { $opened = $false }
        Assert-That (-not $opened) "$file opens for this account"
    }
    Assert-That ($sealed -ge 1) "no sealed file in $($Context.Certificates)"
    "$sealed sealed file(s)"
}
Add-Check 'WA-54' 'Agent Engine' 'standing' 'protected access lists: keys are open to SYSTEM and Administrators only, no folder is a link' @('SetNamedSecurityInfo', 'ConvertStringSecurityDescriptorToSecurityDescriptorW') @() {
    foreach ($folder in @($Context.Certificates) + @([IO.Directory]::GetDirectories($Context.Certificates, '*', 'AllDirectories'))) {
        Assert-That (-not (Test-ReparsePoint $folder)) "$folder is a link"
        Assert-That (Test-Protected (Get-FolderSddl $folder)) "$folder is open to others: $(Get-FolderSddl $folder)"
    }
    'protected'
}

# --- the plan's checkpoints ---

Add-Check 'WA-60' 'Engine' 'standing' 'the Engine listens on UDP 30000, and not on 443' @('WireGuardSetAdapterState') @() {
    $dump = Get-WireGuardDump
    Assert-That ($dump.Port -eq $TunnelPort) "the driver listens on $($dump.Port)"
    "UDP $($dump.Port), endpoint owners: $(@(Get-UdpPortOwners $TunnelPort) -join ', ')"
}
Add-Check 'WA-61' 'Agent Engine' 'tunnel' 'connect, status: up, with virtual address, operators and 900 idle seconds' @() @() {
    $status = Get-Tunnel $Context.AgentId
    Assert-That ($status.status -eq 'up') "status is $($status.status)"
    Assert-That ("$($status.virtual_ip)" -match '^10\.255\.') "virtual address is $($status.virtual_ip)"
    Assert-That (@($status.operators).Count -ge 1) 'no operator is named'
    "$($status.virtual_ip), $(@($status.operators).Count) operator(s)"
}
Add-Check 'WA-62' 'Agent Engine' 'tunnel' 'a second connect of the same session is refused and names the live tunnel' @() @() {
    $answer = Invoke-Engine 'POST' '/api/tunnel/connect' @{ agent_id = $Context.AgentId }
    Assert-That ($answer.Status -eq 409) "it answers $($answer.Status)"
    Assert-That ($answer.Text.Contains("$($Context.Tunnel.tunnel_id)")) 'the tunnel is not named'
    '409'
}
Add-Check 'WA-63' 'Engine' 'tunnel' 'a stranger with the right port but no admitted key gets no answer' @('WireGuardSetConfiguration') @() {
    $udp = New-Object Net.Sockets.UdpClient
    try {
        $udp.Client.ReceiveTimeout = 3000
        $udp.Connect('127.0.0.1', $TunnelPort)
        $first = New-Object byte[] 148; $first[0] = 1
        [void] $udp.Send($first, 148)
        $from = New-Object Net.IPEndPoint ([Net.IPAddress]::Any), 0
        $answered = $true
        try { [void] $udp.Receive([ref] $from) } catch { $answered = $false }
        Assert-That (-not $answered) 'the Engine answers an unknown initiator'
    } finally { $udp.Dispose() }
    'no answer'
}
Add-Check 'WA-64' 'Agent Engine' 'after' 'disconnect: the tunnel is down with its reason, in the API and in both logs' @() @() {
    $status = Get-Tunnel $Context.AgentId
    Assert-That ($status.status -eq 'down') "status is $($status.status)"
    Assert-That ((Read-TunnelLog) -match 'operator_disconnect') 'the log does not name operator_disconnect'
    'operator_disconnect'
}
Add-Check 'WA-65' 'Agent Engine' 'slow' 'idle: 15 minutes without an operator end the tunnel by idle_timeout' @() @() {
    [void] (Open-Tunnel $Context.AgentId)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    [void] (Wait-Until { (Get-Tunnel $Context.AgentId).status -eq 'down' } 1020 'the tunnel does not end')
    $minutes = $clock.Elapsed.TotalMinutes
    Assert-That ($minutes -gt 14.5 -and $minutes -lt 16.5) "it ended after $([Math]::Round($minutes, 1)) minutes"
    Assert-That ((Read-TunnelLog) -match 'idle_timeout') 'the log does not name idle_timeout'
    "$([Math]::Round($minutes, 2)) minutes"
}
Add-Check 'WA-66' 'Agent' 'boot' 'after a cold boot: service running, adapter there, tunnel down, the same identity' @('CryptUnprotectData', 'WireGuardCreateAdapter', 'service') @(7) {
    $boot = (Get-CimInstance Win32_OperatingSystem).LastBootUpTime
    Assert-That (Test-ServiceRunning $Context.Service) 'the service does not run'
    $waited = Wait-Until { $null -ne (Get-TunnelAdapter) } 120 'no adapter'
    Assert-That (@(Get-TunnelAddresses).Count -eq 0) 'an address is there without a request'
    Assert-That ((Read-TunnelLog) -notmatch '(?i)re-?enrol') 'the identity was lost'
    "booted $boot, adapter after another $waited ms"
}
Add-Check 'WA-67' 'Engine' 'boot' 'after a restart of the Engine: it listens, and no route or filter of an old tunnel is left' @('WireGuardCreateAdapter', 'FwpmEngineOpen0') @() {
    [void] (Get-WireGuardDump)
    $stale = @(Get-TunnelRoutes | Where-Object { $_ -match '^10\.255\.\d+\.\d+/32$' -and $_ -notlike '10.255.0.1/*' -and $_ -notlike '10.255.255.255/*' })
    Assert-That ($stale.Count -eq 0) "routes left: $($stale -join ', ')"
    'listens, nothing left'
}
Add-Check 'WA-68' 'Engine' 'disruptive' 'a killed Engine is restarted by its recovery actions and makes its adapter anew' @('service', 'WireGuardCreateAdapter') @() {
    $old = Get-ServiceProcessId
    Assert-That ($old -ne 0) 'the service does not run'
    [void] (Invoke-Program (Get-SystemProgram 'taskkill.exe') @('/F', '/PID', "$old"))
    $gone = Wait-Until { $null -eq (Get-TunnelAdapter) } 2 'the adapter outlives its process'
    $back = Wait-Until { $now = Get-ServiceProcessId; $now -ne 0 -and $now -ne $old } 60 'the service manager does not restart it'
    $adapter = Wait-Until { $null -ne (Get-TunnelAdapter) } 180 'the adapter does not come back'
    "adapter gone after $gone ms, restarted after $back ms, adapter back after another $adapter ms"
}
Add-Check 'WA-69' 'Engine' 'disruptive' 'a clean stop of the Engine counts as one: it ends within 60 s, and no recovery action follows' @('service') @() {
    Invoke-ServiceControl @('stop', $Context.Service) @(0, 1062)
    $stop = Wait-Until { (Get-ServiceProcessId) -eq 0 } 60 'the service does not stop'
    # The first recovery action would come after 5 s
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt 8) { Assert-That ((Get-ServiceProcessId) -eq 0) 'it was started again though it was stopped on purpose'; [Threading.Thread]::Sleep(250) }
    $said = @(Get-ServiceLines 'query' $Context.Service) -join ' '
    Assert-That ($said -match 'WIN32_EXIT_CODE\s*:\s*0') "the service manager counts an error: $said"
    Invoke-ServiceControl @('start', $Context.Service) @(0, 1056)
    $start = Wait-Until { $null -ne (Get-TunnelAdapter) } 180 'the adapter does not come back'
    "stopped in $stop ms, adapter back after $start ms"
}
