<#
.SYNOPSIS
    Makes the Engine's WildFly a Windows service, or removes that service.
.DESCRIPTION
    Run it elevated. The service is procrun holding the server's Java, started with what the server's own start script would say
    on this machine. It starts with Windows, is restarted by recovery when it ends, and ends by an orderly shutdown of the server.
    The same command repairs the service, takes over changed start settings, and changes nothing when everything is as planned.
    The account is LocalSystem: the Engine's keys are sealed for it, so let no other account start the deployed Engine.
    Runs on Windows PowerShell 5.1 and on PowerShell 7. What it does is logged in Engine\Logs\install.log of the Engine's home.

    Exit codes: 0 done, 1 an unforeseen error, 2 a parameter is wrong or missing, 3 not elevated, 5 a file is damaged,
    8 Windows or one of its programs refused a step.
.PARAMETER Server
    The folder of the WildFly server.
.PARAMETER Properties
    engine.properties as make-certificates.ps1 wrote it; the folder in which it lies is the Engine's home.
.PARAMETER JavaHome
    The Java of the server; JAVA_HOME unless given.
.PARAMETER Distribution
    The unpacked agent distribution, whose Borealis.ps1 -Role Engine has installed the driver: procrun comes from it.
.PARAMETER JavaOptions
    More options for the server's Java, parted by blanks.
.PARAMETER Base
    The server's base folder; standalone in its own folder unless given.
.PARAMETER Uninstall
    Stops and removes the service. Server, keys, settings, database and logs stay.
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File Install-EngineService.ps1 -Distribution C:\Setup\Borealis -Server C:\WildFly -Properties 'C:\Program Files\Borealis Engine\engine.properties'
#>
[CmdletBinding(DefaultParameterSetName = 'Install')]
param(
    [Parameter(Mandatory = $true)] [string] $Distribution,
    [Parameter(Mandatory = $true)] [string] $Properties,
    [Parameter(ParameterSetName = 'Install', Mandatory = $true)] [string] $Server,
    [Parameter(ParameterSetName = 'Install')] [string] $JavaHome = "$env:JAVA_HOME",
    [Parameter(ParameterSetName = 'Install')] [string] $JavaOptions = '',
    [Parameter(ParameterSetName = 'Install')] [string] $Base = '',
    [Parameter(ParameterSetName = 'Uninstall', Mandatory = $true)] [switch] $Uninstall
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

# The installer of the distribution brings every question to Windows and every change
foreach ($part in 'Dependencies\fetch.ps1', 'Borealis.Commands.ps1', 'Borealis.Plan.ps1', 'Borealis.Installation.ps1') {
    if (-not [IO.File]::Exists("$Distribution\$part")) {
        [Console]::Error.WriteLine("Install-EngineService: -Distribution '$Distribution' is not the unpacked agent distribution: $part is missing.")
        exit 2
    }
    . "$Distribution\$part"
}

$Service = New-Object PSObject -Property @{
    name = 'BorealisEngine'; display_name = 'Borealis Engine'
    description = 'The Engine of Borealis: console, control channels and the host side of every tunnel.'
    executable = 'Engine\Service\BorealisEngine.exe'; depends_on = @('BFE', 'Nsi', 'Tcpip'); stop_seconds = 60
    failure_reset_seconds = 86400; failure_restart_after_ms = @(5000, 30000, 60000)
}

# A path as the service host can take it
function Assert-Path([string] $Name, [string] $Path, [bool] $There) {
    if ($Path -notmatch '^[A-Za-z]:\\.') { Stop-Refused 2 "$Name '$Path' is not an absolute path on a local drive. Give one such as C:\WildFly." }
    if ($Path -match '[;#''"%]') { Stop-Refused 2 "$Name '$Path' contains one of ; # ' `" %, which the service host cannot take. Choose a path without it." }
    if (-not $There) { Stop-Refused 2 "$Name '$Path' is not what it should be, or not there." }
}

# What the server's own start script would give to java.exe here: its functions and its start settings say it
function Get-ServerArguments {
    Set-StrictMode -Off
    $ErrorActionPreference = 'Continue'
    $env:JAVA_HOME = $JavaHome
    $env:PREPEND_JAVA_OPTS = $JavaOptions
    foreach ($name in 'JAVA_OPTS', 'JBOSS_HOME', 'JAVA', 'JBOSS_LOG_DIR', 'JBOSS_CONFIG_DIR', 'MODULE_OPTS', 'GC_LOG') { Remove-Item "env:$name" -ErrorAction SilentlyContinue }
    $env:JBOSS_BASE_DIR = $Base
    $JAVA_OPTS = $null
    . "$Server\bin\common.ps1"
    . "$Server\bin\standalone.conf.ps1"
    if ($JDK_SERIAL_FILTER) { $JAVA_OPTS += "-Djdk.serialFilter=$JDK_SERIAL_FILTER" }
    $SERVER_OPTS = @('-P', $Properties)
    return @(Get-Java-Arguments -entryModule 'org.jboss.as.standalone' -serverOpts $SERVER_OPTS)
}

# Parameters of procrun by the names under which it keeps them, as text: lists are parted by ;
function Get-EngineParameters([string[]] $Arguments, $Layout) {
    $jar = [Array]::IndexOf($Arguments, '-jar')
    if ($jar -lt 1) { Stop-Refused 8 "The start script of $Server names no jar to start. Is it a WildFly 39?" }
    # Logging off must not end the service; a library reads its own list of exports and opens
    $options = @('-Xrs') + @($Arguments[0..($jar - 1)] | Where-Object { -not $_.StartsWith('--') })
    $parameters = New-Object Collections.Specialized.OrderedDictionary
    $parameters['Java.Jvm'] = '--Jvm', "$JavaHome\bin\server\jvm.dll"
    $parameters['Java.JavaHome'] = '--JavaHome', $JavaHome
    $parameters['Java.Classpath'] = '--Classpath', $Arguments[$jar + 1]
    $parameters['Java.Options'] = '--JvmOptions', $options
    $parameters['Java.Options9'] = '--JvmOptions9', @($Arguments[0..($jar - 1)] | Where-Object { $_.StartsWith('--') })
    $parameters['Start.Mode'] = '--StartMode', 'jvm'
    $parameters['Start.Class'] = '--StartClass', 'org.jboss.modules.Main'
    $parameters['Start.Method'] = '--StartMethod', 'main'
    $parameters['Start.Params'] = '--StartParams', @($Arguments[($jar + 2)..($Arguments.Count - 1)])
    # What SIGTERM does on Unix: the server's shutdown hook takes everything down in order
    $parameters['Stop.Mode'] = '--StopMode', 'jvm'
    $parameters['Stop.Class'] = '--StopClass', 'java.lang.System'
    $parameters['Stop.Method'] = '--StopMethod', 'exit'
    $parameters['Stop.Timeout'] = '--StopTimeout', "$($Service.stop_seconds)"
    $parameters['Log.Path'] = '--LogPath', $Layout.Logs
    $parameters['Log.Prefix'] = '--LogPrefix', 'service'
    $parameters['Log.Level'] = '--LogLevel', 'Info'
    # The console of the server says what server.log says, and would grow for ever
    $parameters['Log.StdError'] = '--StdError', 'auto'
    return $parameters
}

# In a list given to procrun a ; that belongs to a value stands in single quotes
function Get-Given($Parameters, [bool] $Quoted) {
    $given = New-Object Collections.Specialized.OrderedDictionary
    foreach ($name in $Parameters.Keys) {
        $values = @($Parameters[$name][1] | ForEach-Object { if ($Quoted) { $_ -replace '([;#]+)', '''$1''' } else { $_ } })
        $given[$name] = $Parameters[$name][0], ($values -join ';')
    }
    return $given
}

function Install-ServiceHost($Layout, [string] $Executable) {
    $index = Read-JsonFile "$Distribution\files.json"
    $entry = @($index.files | Where-Object { $_.path -eq 'Program/BorealisAgent.exe' })[0]
    $source = "$Distribution\Program\BorealisAgent.exe"
    if (-not [IO.File]::Exists($source) -or (Get-Sha256 $source) -ne $entry.sha256) { Stop-Refused 5 "$source is damaged. Unpack the zip again into an empty folder." }
    if ([IO.File]::Exists($Executable) -and (Get-Sha256 $Executable) -eq $entry.sha256) { return }
    Stop-Agent $Service $Layout
    Copy-OneFile $source $Executable
}

# True when the service must be started anew for a change to count
function Register-Engine($Layout, [string] $Executable) {
    $parameters = Get-EngineParameters (Get-ServerArguments) $Layout
    $arguments = Get-ServiceArguments $Service (Get-Given $parameters $true) $Executable
    $record = Get-ServiceRecord $Service.name
    $changed = $true
    if ($null -eq $record) { Invoke-ServiceHost $Executable (@("//IS//$($Service.name)") + $arguments) }
    else {
        # procrun leaves an empty entry at the end for each quote that it took away
        $record.'Java.Options' = $record.'Java.Options'.TrimEnd(';')
        $differences = @(Get-RegistrationDifferences $record $Service (Get-Given $parameters $false) $Executable)
        $changed = $differences.Count -gt 0
        if ($changed) {
            Write-Step "service: $($differences[0])"
            Update-Registration $Executable $Service $Layout $arguments
        }
    }
    $record = Get-ServiceRecord $Service.name
    if (@(Get-RecoveryDifferences $record $Service).Count -gt 0) {
        $restarts = @($Service.failure_restart_after_ms | ForEach-Object { "restart/$_" }) -join '/'
        Invoke-ServiceControl @('sidtype', $Service.name, 'unrestricted')
        Invoke-ServiceControl @('failure', $Service.name, 'reset=', "$($Service.failure_reset_seconds)", 'actions=', $restarts)
        Invoke-ServiceControl @('failureflag', $Service.name, '1')
    }
    return $changed
}

try {
    Assert-Elevated
    Assert-Path '-Properties' $Properties ([IO.File]::Exists($Properties) -or $Uninstall)
    $Layout = Get-Layout ([IO.Path]::GetDirectoryName($Properties))
    $Layout.Logs = $Layout.EngineLogs
    $executable = Join-Path $Layout.Install $Service.executable
    if ($Uninstall) {
        Open-Log $Layout.Logs
        if ($null -ne (Get-ServiceRecord $Service.name)) {
            Stop-Agent $Service $Layout
            Unregister-Service $executable $Service
        }
        Remove-Folder ([IO.Path]::GetDirectoryName($executable))
        Write-Step 'the service of the Engine is removed; server, keys, settings, database and logs stay'
        exit 0
    }
    $Server = $Server.TrimEnd('\'); $JavaHome = $JavaHome.TrimEnd('\')
    Assert-Path '-Server' $Server ([IO.File]::Exists("$Server\jboss-modules.jar") -and [IO.File]::Exists("$Server\bin\common.ps1"))
    Assert-Path '-JavaHome' $JavaHome ([IO.File]::Exists("$JavaHome\bin\server\jvm.dll") -and [IO.File]::Exists("$JavaHome\bin\java.exe"))
    if ($Base -eq '') { $Base = "$Server\standalone" }
    Assert-Path '-Base' $Base ([IO.File]::Exists("$Base\configuration\standalone.xml"))
    Install-Folders @() @($Layout.EngineCertificates, $Layout.EngineLogs, [IO.Path]::GetDirectoryName($executable))
    Open-Log $Layout.Logs
    Install-ServiceHost $Layout $executable
    if (Register-Engine $Layout $executable) { Stop-Agent $Service $Layout }
    Start-Agent $Service $Layout
    Write-Step "the service of the Engine is installed and runs; look into $($Layout.Logs) and $Base\log\server.log"
    exit 0
} catch {
    $code = Get-ExitCode $_
    $sentence = $_.Exception.Message.Replace('start Borealis.ps1 again', 'run the same command again')
    if ($code -eq 1) { $sentence = "An unforeseen error at $($_.InvocationInfo.ScriptName):$($_.InvocationInfo.ScriptLineNumber): $sentence" }
    Add-LogLine "ERROR $sentence (exit code $code)"
    [Console]::Error.WriteLine("Install-EngineService: $sentence")
    exit $code
}
