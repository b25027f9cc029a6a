<#
.SYNOPSIS
    Installs, upgrades, repairs, verifies or removes the Borealis agent on a Windows device.
.DESCRIPTION
    Run it elevated from the unpacked distribution. The same command installs, upgrades while the service runs,
    heals an interrupted run, and changes nothing when everything is as planned. It starts no tunnel.
    Runs on Windows PowerShell 5.1 and on PowerShell 7. What it does is logged in Agent\Logs\install.log.

    Exit codes
        0  done, or -Verify found everything as planned
        1  an unforeseen error
        2  a parameter is wrong or missing
        3  not elevated
        4  this Windows or this architecture is not supported
        5  a file is damaged or has another SHA-256 than pinned
        6  a file is not signed by whom it must be
        7  a pinned file is not there and cannot be fetched
        8  Windows or one of its programs refused a step
        9  -Verify found deviations
       10  the drive is full
       11  installed, but the agent ended right after its start; its own reason is in the sentence
       12  installed and running, but nothing answers at the Engine's address
     3010  done, Windows asks for a restart
.PARAMETER EngineUrl
    Address of the Engine, such as https://engine.example.org:8443. Needed once; kept afterwards.
.PARAMETER EnrollmentCode
    Code from the Engine's administrator. Needed once; the agent removes it from its settings when it is enrolled.
.PARAMETER InstallDirectory
    Default C:\Program Files\Borealis Agent (for -Role Engine: C:\Program Files\Borealis Engine).
.PARAMETER Role
    Agent (default), or Engine: only driver, official client, protected folders and a look at UDP 30000.
.PARAMETER WithoutClient
    Leave out the official WireGuard client; the agent needs its driver only.
.PARAMETER Verify
    Change nothing; say whether everything is as planned.
.PARAMETER Uninstall
    Remove service, files, settings, identity and driver. Logs stay (-KeepLogs, the default) unless -RemoveLogs is given.
.PARAMETER WhatIf
    Change nothing; show each change that would be made.
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File Borealis.ps1 -EngineUrl https://engine.example.org:8443 -EnrollmentCode CODE
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File Borealis.ps1 -Verify
#>
[CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Install')]
param(
    [Parameter(ParameterSetName = 'Install')] [string] $EngineUrl = '',
    [Parameter(ParameterSetName = 'Install')] [string] $EnrollmentCode = '',
    [string] $InstallDirectory = '',
    [Parameter(ParameterSetName = 'Install')] [ValidateSet('Agent', 'Engine')] [string] $Role = 'Agent',
    [Parameter(ParameterSetName = 'Install')] [Parameter(ParameterSetName = 'Verify')] [switch] $WithoutClient,
    [Parameter(ParameterSetName = 'Verify', Mandatory = $true)] [switch] $Verify,
    [Parameter(ParameterSetName = 'Uninstall', Mandatory = $true)] [switch] $Uninstall,
    [Parameter(ParameterSetName = 'Uninstall')] [switch] $KeepLogs,
    [Parameter(ParameterSetName = 'Uninstall')] [switch] $RemoveLogs
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

. (Join-Path (Join-Path $PSScriptRoot 'Dependencies') 'fetch.ps1')
. (Join-Path $PSScriptRoot 'Borealis.Commands.ps1')
. (Join-Path $PSScriptRoot 'Borealis.Plan.ps1')
. (Join-Path $PSScriptRoot 'Borealis.Installation.ps1')
. (Join-Path $PSScriptRoot 'Borealis.Verification.ps1')

# Does what the parameters say and returns the exit code
function Invoke-Borealis {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [string] $Package, [string] $EngineUrl = '', [string] $EnrollmentCode = '', [string] $InstallDirectory = '', [string] $Role = 'Agent',
        [switch] $WithoutClient, [switch] $Verify, [switch] $Uninstall, [switch] $KeepLogs, [switch] $RemoveLogs
    )
    $script:RestartNeeded = $false
    $script:LogFile = $null
    $script:LogLines.Clear()
    try {
        if ($InstallDirectory -eq '') { $InstallDirectory = Join-Path ([Environment]::GetFolderPath('ProgramFiles')) "Borealis $Role" }
        $InstallDirectory = $InstallDirectory.TrimEnd('\', '/')
        $Package = $Package.TrimEnd('\', '/')
        Assert-Elevated
        if ($KeepLogs -and $RemoveLogs) { Stop-Refused 2 '-KeepLogs and -RemoveLogs contradict each other. Give one of them.' }
        if ($Verify) {
            $findings = @(Get-Findings $Package $InstallDirectory (-not $WithoutClient))
            Show-Findings $findings
            $wrong = @($findings | Where-Object { -not $_.Good })
            if ($wrong.Count -eq 0) { Write-Host "Borealis agent in $InstallDirectory is as planned."; return 0 }
            Write-Host "$($wrong.Count) deviation(s). Run Borealis.ps1 without -Verify to mend them."
            return 9
        }
        if ($Uninstall) { $null = Uninstall-Agent $Package $InstallDirectory ([bool] $RemoveLogs) }
        elseif ($Role -eq 'Engine') { $null = Install-Engine $Package $InstallDirectory (-not $WithoutClient) }
        else { $null = Install-Agent $Package $InstallDirectory $EngineUrl $EnrollmentCode (-not $WithoutClient) }
        if ($script:RestartNeeded) { return 3010 }
        return 0
    } catch {
        $code = Get-ExitCode $_
        $sentence = $_.Exception.Message
        if ($code -eq 1 -and (Test-DriveFull $_)) {
            $code = 10
            $sentence = "The drive of $InstallDirectory is full ($sentence). Make room and start Borealis.ps1 again: it goes on where it stopped."
        } elseif ($code -eq 1) { $sentence = "An unforeseen error at $($_.InvocationInfo.ScriptName):$($_.InvocationInfo.ScriptLineNumber): $sentence Start Borealis.ps1 again: it goes on where it stopped." }
        # On a full drive the log has no room either; the sentence still goes to the console
        try {
            if ($null -eq $script:LogFile -and $InstallDirectory -ne '') { Open-Log (Get-Layout $InstallDirectory).Logs }
            Add-LogLine "ERROR $sentence (exit code $code)"
        } catch [IO.IOException] { [Console]::Error.WriteLine("Borealis: install.log cannot be written ($($_.Exception.Message))") }
        [Console]::Error.WriteLine("Borealis: $sentence")
        return $code
    }
}

# Dot-sourced it only brings its functions
if ($MyInvocation.InvocationName -ne '.') { exit (Invoke-Borealis -Package $PSScriptRoot @PSBoundParameters) }
