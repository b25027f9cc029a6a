<#
.SYNOPSIS
    Acceptance of Borealis on a real Windows machine: one command on the Engine's host, one on a device.
.DESCRIPTION
    Runs the checks of docs/windows-acceptance.md, prints a table and writes a JSON report that names
    each open doubt and whether it is settled. Run it elevated. Exit codes: 0 nothing failed, 1 something failed, 2 wrong call.
    A check that could not be run is shown as NOT RUN with its reason; it is never counted as passed.
.PARAMETER Role
    Engine on the Engine's host, Agent on a device.
.PARAMETER EngineUrl
    Address of the Engine. With -Credential and -AgentId the checks that need a tunnel are run too.
.PARAMETER Credential
    An operator of the Engine. Asked for when left out and -AgentId is given.
.PARAMETER AgentId
    The device whose tunnel is opened; on a device, its own id.
.PARAMETER SecondAgentId
    A second, connected device, for the check that one does not reach the other.
.PARAMETER OpenPort
    A TCP port on which the device listens, for the checks of the port list. Default 3389.
.PARAMETER EngineCa
    PEM or DER file of the Engine's CA. Trusted by this machine only while the checks run.
.PARAMETER Disruptive
    Also stop and kill the service.
.PARAMETER Slow
    Also wait for the idle timeout (15 minutes) and load thousands of rules.
.PARAMETER AfterBoot
    Run only the checks for after a restart of the machine (device) or of the Engine.
.PARAMETER Removal
    Run only the check that uninstalls the agent.
.PARAMETER List
    Print the checks and run none.
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File Test-BorealisWindows.ps1 -Role Engine -EngineUrl https://localhost:8443 -AgentId 01J... -Disruptive
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File Test-BorealisWindows.ps1 -Role Agent -EngineUrl https://engine.example.org:8443 -AgentId 01J... -Disruptive
#>
[CmdletBinding()]
param(
    [ValidateSet('Engine', 'Agent')] [string] $Role = 'Agent',
    [string] $EngineUrl = '',
    [Management.Automation.PSCredential] $Credential = $null,
    [string] $AgentId = '',
    [string] $SecondAgentId = '',
    [int] $OpenPort = 3389,
    [string] $EngineCa = '',
    [string] $InstallDirectory = '',
    [string] $Service = '',
    [string] $Log = '',
    [string] $Certificates = '',
    [string] $Report = '',
    [switch] $Disruptive,
    [switch] $Slow,
    [switch] $AfterBoot,
    [switch] $Removal,
    [switch] $List
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

# Kept now: the installer, dot-sourced below, has parameters of the same names
$Given = @{}
foreach ($name in 'Role', 'EngineUrl', 'Credential', 'AgentId', 'SecondAgentId', 'OpenPort', 'InstallDirectory', 'Service', 'Log', 'Certificates', 'Report', 'Disruptive', 'Slow', 'AfterBoot', 'Removal', 'List') {
    $Given[$name] = Get-Variable -Name $name -ValueOnly
}
$AcceptanceFolder = $PSScriptRoot
. (Join-Path $AcceptanceFolder 'Borealis.ps1')
. (Join-Path $AcceptanceFolder 'Test-BorealisWindows.Oracles.ps1')
. (Join-Path $AcceptanceFolder 'Test-BorealisWindows.Checks.ps1')

# What the documentation of Windows leaves open; the numbers are those of docs/windows-acceptance.md
$Doubts = @(
    'How an established TCP connection ends when its port is taken away: reset or silence, and how fast'
    'Weight of our sublayer beside those of Windows Firewall, and whether a permit holds against its default block'
    'Whether the IPFORWARD blocks hold against arrival through the tunnel'
    'Cost of thousands of filters'
    'Whether Windows lists our filters layer by layer'
    'WireGuardNT 1.1 keeps the layouts of 1.0'
    'ConPTY inside a service, with UTF-8 and Windows PowerShell 5.1'
    'Service host and runtime on ARM64'
    'When a changed service SID type takes effect'
    'Defaults left in route and interface rows are accepted'
    'Traffic of a machine to its own tunnel address'
)

function New-Context($Given) {
    $engine = $Given.Role -eq 'Engine'
    $install = $Given.InstallDirectory
    if ($install -eq '') { $install = Join-Path ([Environment]::GetFolderPath('ProgramFiles')) "Borealis $($Given.Role)" }
    $layout = Get-Layout $install
    return @{
        Role = $Given.Role; Alias = "Borealis $($Given.Role)"; Install = $install; Package = $AcceptanceFolder
        Service = $(if ($Given.Service -ne '') { $Given.Service } elseif ($engine) { 'BorealisEngine' } else { 'BorealisAgent' })
        Log = $(if ($Given.Log -ne '') { $Given.Log } else { Join-Path $(if ($engine) { $layout.EngineLogs } else { $layout.Logs }) 'reverse_tunnel.log' })
        Certificates = $(if ($Given.Certificates -ne '') { $Given.Certificates } elseif ($engine) { $layout.EngineCertificates } else { $layout.Certificates })
        EngineUrl = $Given.EngineUrl.TrimEnd('/'); AgentId = $Given.AgentId; SecondAgentId = $Given.SecondAgentId; OpenPort = $Given.OpenPort
        Token = ''; Tunnel = $null
    }
}

function Invoke-Check($Check) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $result = 'passed'; $detail = ''
    try { $detail = "$(@(& $Check.Run) -join '; ')" } catch {
        $result = 'failed'
        if ($_.Exception.Data.Contains('NotRun')) { $result = 'not run' }
        $detail = $_.Exception.Message
    }
    return New-Result $Check $result $detail $clock.ElapsedMilliseconds
}

function New-Result($Check, [string] $Result, [string] $Detail, [long] $Milliseconds = 0) {
    Write-Host ('  {0,-7} {1,-6} {2}' -f $Result.ToUpperInvariant(), $Check.Id, $Check.Title)
    if ($Detail -ne '') { Write-Host "                 $Detail" }
    return @{ id = $Check.Id; title = $Check.Title; when = $Check.When; result = $Result; detail = $Detail; milliseconds = $Milliseconds; native = @($Check.Native); settles = @($Check.Settles) }
}

function Get-Phases($Given) {
    if ($Given.AfterBoot) { return @('boot') }
    if ($Given.Removal) { return @('removal') }
    $phases = @('standing', 'tunnel', 'after')
    if ($Given.Disruptive) { $phases += 'disruptive' }
    if ($Given.Slow) { $phases += 'slow' }
    return $phases
}

# A doubt is settled when a check that asks it ran to its end and none of them failed
function Get-DoubtReport($Results) {
    for ($i = 1; $i -le $Doubts.Count; $i++) {
        $asked = @($Results | Where-Object { $_.settles -contains $i })
        $passed = @($asked | Where-Object { $_.result -eq 'passed' }); $failed = @($asked | Where-Object { $_.result -eq 'failed' })
        @{ number = $i; doubt = $Doubts[$i - 1]; settled = $passed.Count -gt 0 -and $failed.Count -eq 0
            checks = @($asked | ForEach-Object { $_.id }); finding = @($passed + $failed | ForEach-Object { "$($_.id): $($_.detail)" }) -join ' | ' }
    }
}

function Invoke-Acceptance($Given) {
    if ($Given.List) { foreach ($check in $Checks) { Write-Host ('{0}  {1,-13} {2,-11} {3}' -f $check.Id, ($check.Roles -join ' '), $check.When, $check.Title) }; return 0 }
    $script:Context = New-Context $Given
    $mine = @($Checks | Where-Object { $_.Roles -contains $Given.Role })
    if (-not (Test-Elevated)) { [Console]::Error.WriteLine('This needs an elevated PowerShell. Start PowerShell with "Run as administrator".'); return 2 }
    $results = New-Object Collections.Generic.List[object]
    $phases = Get-Phases $Given
    $withoutTunnel = ''
    try {
        if ($Given.EngineUrl -eq '' -or $Given.AgentId -eq '') { $withoutTunnel = 'needs -EngineUrl, -AgentId and an operator''s -Credential' }
        elseif ($null -eq $Given.Credential) { $withoutTunnel = 'needs an operator''s -Credential' }
        else { try { Connect-Operator $Given.Credential } catch { $withoutTunnel = $_.Exception.Message } }
        foreach ($phase in $phases) {
            Write-Host "$phase"
            $reason = ''
            if (@('tunnel', 'after', 'slow') -contains $phase) { $reason = $withoutTunnel }
            if ($phase -eq 'tunnel' -and $reason -eq '') { try { $Context.Tunnel = Open-Tunnel $Given.AgentId } catch { $reason = $_.Exception.Message; $withoutTunnel = $reason } }
            if ($phase -eq 'after' -and $reason -eq '') { [void] (Close-Tunnel $Given.AgentId) }
            foreach ($check in @($mine | Where-Object { $_.When -eq $phase })) {
                if ($reason -ne '') { $results.Add((New-Result $check 'not run' $reason)) } else { $results.Add((Invoke-Check $check)) }
            }
        }
        foreach ($check in @($mine | Where-Object { $phases -notcontains $_.When })) { $results.Add((New-Result $check 'not run' "its switch was not given ($($check.When))")) }
    } finally { if ($null -ne $Context.Tunnel) { try { [void] (Close-Tunnel $Given.AgentId) } catch { Write-Host "the tunnel could not be closed: $($_.Exception.Message)" } } }
    return Complete-Report $Given $results
}

function Complete-Report($Given, $Results) {
    $doubts = @(Get-DoubtReport $Results)
    Write-Host 'Open doubts'
    foreach ($doubt in $doubts) { Write-Host ('  {0,-8} {1,2}  {2}' -f $(if ($doubt.settled) { 'SETTLED' } else { 'open' }), $doubt.number, $doubt.doubt) }
    $counts = @{}
    foreach ($word in 'passed', 'failed', 'not run') { $counts[$word] = @($Results | Where-Object { $_.result -eq $word }).Count }
    $windows = Get-WindowsFacts
    $document = @{
        role = $Given.Role; computer = [Environment]::MachineName; windows = "$($windows.Version)"; architecture = $windows.Architecture
        powershell = "$($PSVersionTable.PSVersion)"; at = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
        passed = $counts['passed']; failed = $counts['failed']; not_run = $counts['not run']; checks = @($Results); doubts = $doubts
    }
    $path = $Given.Report
    if ($path -eq '') { $path = Join-Path (Get-Location).Path "borealis-acceptance-$($Given.Role.ToLowerInvariant())-$([Environment]::MachineName).json" }
    [IO.File]::WriteAllText($path, ($document | ConvertTo-Json -Depth 8), (New-Object Text.UTF8Encoding $false))
    Write-Host "$($counts['passed']) passed, $($counts['failed']) failed, $($counts['not run']) not run; report: $path"
    return $(if ($counts['failed'] -gt 0) { 1 } else { 0 })
}

# The machine trusts the Engine's CA only for as long as the checks run
function Invoke-WithTrust([string] $CaFile, [scriptblock] $Block) {
    if ($CaFile -eq '') { return & $Block }
    $certificate = New-Object Security.Cryptography.X509Certificates.X509Certificate2 $CaFile
    $store = New-Object Security.Cryptography.X509Certificates.X509Store 'Root', 'LocalMachine'
    $store.Open('ReadWrite')
    $known = $store.Certificates.Contains($certificate)
    try {
        if (-not $known) { $store.Add($certificate) }
        return & $Block
    } finally {
        if (-not $known) { $store.Remove($certificate) }
        $store.Close()
    }
}

# Dot-sourced it only brings its functions
if ($MyInvocation.InvocationName -ne '.') {
    if ($null -eq $Given.Credential -and $Given.AgentId -ne '' -and -not $Given.List) { $Given.Credential = Get-Credential -Message 'An operator of the Borealis Engine' }
    exit (Invoke-WithTrust $EngineCa { Invoke-Acceptance $Given })
}
