# What the acceptance checks ask: Windows itself, the official wg.exe, and the Engine's API. Never the product's own word alone.

$AdapterIds = @{ Engine = '6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a01'; Agent = '6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b01' }
$ProviderIds = @{ Engine = '6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a02'; Agent = '6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b02' }
$SubLayerIds = @{ Engine = '6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a03'; Agent = '6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b03' }

function Assert-That($Condition, [string] $Otherwise) { if (-not $Condition) { throw $Otherwise } }

# Ends a check that cannot be run here; it is counted as not run, and shown
function Stop-NotRun([string] $Why) {
    $reason = New-Object System.InvalidOperationException $Why
    $reason.Data['NotRun'] = $true
    throw $reason
}

function Wait-Until([scriptblock] $Condition, [int] $Seconds, [string] $Otherwise) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        if (& $Condition) { return [int] $clock.ElapsedMilliseconds }
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "$Otherwise within $Seconds s" }
        [Threading.Thread]::Sleep(50)
    }
}

# --- Windows ---

function Get-TunnelAdapter { return Get-NetAdapter -IncludeHidden -Name $Context.Alias -ErrorAction SilentlyContinue }

function Get-TunnelAddresses { return @(Get-NetIPAddress -InterfaceAlias $Context.Alias -AddressFamily IPv4 -ErrorAction SilentlyContinue | ForEach-Object { "$($_.IPAddress)/$($_.PrefixLength)" }) }

function Get-TunnelRoutes { return @(Get-NetRoute -InterfaceAlias $Context.Alias -AddressFamily IPv4 -ErrorAction SilentlyContinue | ForEach-Object { $_.DestinationPrefix }) }

function Read-FilteringXml([string] $What) {
    $file = Join-Path ([IO.Path]::GetTempPath()) ('borealis-' + [Guid]::NewGuid().ToString('N') + '.xml')
    try {
        [void] (Invoke-Program (Get-SystemProgram 'netsh.exe') @('wfp', 'show', $What, "file=$file"))
        return [xml] [IO.File]::ReadAllText($file)
    } finally { if ([IO.File]::Exists($file)) { [IO.File]::Delete($file) } }
}

# Our filters, by the display text that administrators read
function Get-OurFilters {
    foreach ($item in @((Read-FilteringXml 'filters').SelectNodes("//item[filterId and starts-with(displayData/name, 'Borealis')]"))) {
        New-Object PSObject -Property @{
            Name = $item.SelectSingleNode('displayData/name').InnerText; Layer = $item.SelectSingleNode('layerKey').InnerText
            Action = $item.SelectSingleNode('action/type').InnerText; Id = $item.SelectSingleNode('filterId').InnerText
            Text = $item.InnerXml
        }
    }
}

function Get-WireGuardDump {
    $wg = Join-Path (Join-Path ([Environment]::GetFolderPath('ProgramFiles')) 'WireGuard') 'wg.exe'
    if (-not (Test-Path -LiteralPath $wg)) { Stop-NotRun "the official client is the oracle, and $wg is not there: run Borealis.ps1 without -WithoutClient" }
    $lines = @(& $wg show $Context.Alias dump)
    if ($LASTEXITCODE -ne 0 -or $lines.Count -eq 0) { throw "wg show '$($Context.Alias)' dump answers nothing" }
    $own = $lines[0].Split("`t")
    $peers = @($lines | Select-Object -Skip 1 | ForEach-Object {
        $f = $_.Split("`t")
        New-Object PSObject -Property @{ PublicKey = $f[0]; HasPresharedKey = $f[1] -ne '(none)'; Endpoint = $f[2]; AllowedIps = $f[3]; Handshake = [long] $f[4]; Received = [long] $f[5]; Sent = [long] $f[6]; Keepalive = $f[7] }
    })
    return New-Object PSObject -Property @{ PublicKey = $own[1]; Port = [int] $own[2]; Peers = $peers }
}

function Get-ServiceProcessId {
    foreach ($line in @(Get-ServiceLines 'queryex' $Context.Service)) { if ($line -match 'PID\s*:\s*(\d+)') { return [int] $Matches[1] } }
    return 0
}

function Read-TunnelLog { return [IO.File]::ReadAllText($Context.Log) }

function Test-Port([string] $Address, [int] $Port, [int] $Milliseconds = 3000) {
    # Without a family it is IPv4 alone on Windows PowerShell
    $family = if ($Address.Contains(':')) { [Net.Sockets.AddressFamily]::InterNetworkV6 } else { [Net.Sockets.AddressFamily]::InterNetwork }
    $client = New-Object Net.Sockets.TcpClient $family
    try { return $client.ConnectAsync($Address, $Port).Wait($Milliseconds) } catch { return $false } finally { $client.Dispose() }
}

# --- the Engine's API ---

function Invoke-Engine([string] $Method, [string] $Path, $Body = $null) {
    $request = [Net.HttpWebRequest] [Net.WebRequest]::Create($Context.EngineUrl + $Path)
    $request.Method = $Method
    $request.Timeout = 30000
    $request.Accept = 'application/json'
    if ($Context.Token -ne '') { $request.Headers['Authorization'] = "Bearer $($Context.Token)" }
    if ($null -ne $Body) {
        $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Body -Depth 6 -Compress))
        $request.ContentType = 'application/json'
        $stream = $request.GetRequestStream()
        try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }
    }
    $response = $null
    try { $response = $request.GetResponse() } catch {
        $cause = $_.Exception
        while ($null -ne $cause -and $cause -isnot [Net.WebException]) { $cause = $cause.InnerException }
        if ($null -eq $cause -or $null -eq $cause.Response) { throw "the Engine does not answer at $($Context.EngineUrl): $($_.Exception.Message)" }
        $response = $cause.Response
    }
    try {
        $reader = New-Object IO.StreamReader $response.GetResponseStream()
        $text = $reader.ReadToEnd()
        $json = $null
        if ($text.StartsWith('{') -or $text.StartsWith('[')) { $json = $text | ConvertFrom-Json }
        return New-Object PSObject -Property @{ Status = [int] $response.StatusCode; Json = $json; Text = $text }
    } finally { $response.Dispose() }
}

function Connect-Operator($Credential) {
    $plain = $Credential.GetNetworkCredential()
    $answer = Invoke-Engine 'POST' '/api/auth/login' @{ username = $plain.UserName; password = $plain.Password }
    if ($answer.Status -ne 200) { throw "the Engine does not let '$($plain.UserName)' in: $($answer.Status) $($answer.Text)" }
    $Context.Token = $answer.Json.access_token
}

function Open-Tunnel([string] $AgentId) {
    $answer = Invoke-Engine 'POST' '/api/tunnel/connect' @{ agent_id = $AgentId }
    if ($answer.Status -ne 200 -and $answer.Status -ne 201 -and $answer.Status -ne 202) { throw "connect answers $($answer.Status): $($answer.Text)" }
    $milliseconds = Wait-Until { (Get-Tunnel $AgentId).status -eq 'up' } 60 'the tunnel does not come up'
    $tunnel = Get-Tunnel $AgentId
    Add-Member -InputObject $tunnel -MemberType NoteProperty -Name wireguard -Value $answer.Json.wireguard -Force
    Add-Member -InputObject $tunnel -MemberType NoteProperty -Name milliseconds -Value $milliseconds -Force
    return $tunnel
}

function Get-Tunnel([string] $AgentId) { return (Invoke-Engine 'GET' "/api/tunnel/status?agent_id=$AgentId").Json }

function Close-Tunnel([string] $AgentId) { return Invoke-Engine 'DELETE' "/api/tunnel/disconnect?agent_id=$AgentId" }

function Set-Ports([string] $AgentId, [string[]] $Ports) {
    $answer = Invoke-Engine 'PUT' "/api/devices/$AgentId/ports" @{ ports = @($Ports) }
    if ($answer.Status -ne 200) { throw "the port list is refused: $($answer.Status) $($answer.Text)" }
}

function Get-Ports([string] $AgentId) { return @((Invoke-Engine 'GET' "/api/devices/$AgentId/ports").Json.ports) }

# Types into a terminal of the tunnel and reads until the pattern shows
function Invoke-Terminal($Tunnel, [string[]] $Lines, [string] $Until, [int] $Seconds = 30) {
    $ticket = (Invoke-Engine 'POST' '/api/terminal/tickets' @{ tunnel_id = $Tunnel.tunnel_id }).Json.ticket
    $uri = ($Context.EngineUrl -replace '^https', 'wss') + "/ws/terminal/$($Tunnel.tunnel_id)?columns=120&rows=40&ticket=$ticket"
    $socket = New-Object Net.WebSockets.ClientWebSocket
    $socket.Options.SetRequestHeader('Origin', $Context.EngineUrl)
    $cancel = New-Object Threading.CancellationTokenSource ([TimeSpan]::FromSeconds($Seconds))
    try {
        $socket.ConnectAsync([Uri] $uri, $cancel.Token).Wait()
        foreach ($line in $Lines) {
            $bytes = [Text.Encoding]::UTF8.GetBytes("$line`r")
            $socket.SendAsync((New-Object 'ArraySegment[byte]' (, $bytes)), 'Binary', $true, $cancel.Token).Wait()
        }
        $decoder = [Text.Encoding]::UTF8.GetDecoder()
        $seen = New-Object Text.StringBuilder
        $buffer = New-Object byte[] 16384
        $characters = New-Object char[] 16384
        while ($seen.ToString() -notmatch $Until) {
            $got = $socket.ReceiveAsync((New-Object 'ArraySegment[byte]' (, $buffer)), $cancel.Token).Result
            if ("$($got.MessageType)" -eq 'Close') { throw "the terminal closed: $($socket.CloseStatusDescription)" }
            $count = $decoder.GetChars($buffer, 0, $got.Count, $characters, 0)
            [void] $seen.Append($characters, 0, $count)
        }
        return $seen.ToString()
    } catch [AggregateException] { throw "the terminal did not show '$Until' within $Seconds s: $($_.Exception.GetBaseException().Message)"
    } finally { $socket.Dispose(); $cancel.Dispose() }
}
