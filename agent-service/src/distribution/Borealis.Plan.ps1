# What a Borealis installation is: its folders, its protection, its service, its settings. Decides, changes nothing.

$AdapterAlias = 'Borealis Agent'
$TunnelPort = 30000
$SystemAndAdministrators = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'

function Get-Layout([string] $Install) {
    $program = Join-Path $Install 'Program'
    $agent = Join-Path $Install 'Agent'
    $identity = Join-Path $agent 'Borealis'
    $certificates = Join-Path $identity 'Certificates'
    $engine = Join-Path $Install 'Engine'
    $engineCertificates = Join-Path $engine 'Certificates'
    return [PSCustomObject] @{
        Install = $Install
        Program = $program
        Staging = Join-Path $Install 'Program.new'
        Previous = Join-Path $Install 'Program.old'
        Library = Join-Path (Join-Path $program 'driver') 'wireguard.dll'
        Dependencies = Join-Path $Install 'Dependencies'
        Settings = Join-Path $Install 'agent.properties'
        Mark = Join-Path $Install 'installation.json'
        Index = Join-Path $Install 'files.json'
        Agent = $agent
        Identity = $identity
        Certificates = $certificates
        ClientKeys = Join-Path $certificates 'VPN_Client'
        Temp = Join-Path $agent 'Temp'
        Logs = Join-Path $agent 'Logs'
        EngineKeys = Join-Path $engineCertificates 'VPN_Server'
        EngineCertificates = $engineCertificates
        EngineLogs = Join-Path $engine 'Logs'
    }
}

# --- refusals before anything is touched ---

function Assert-InstallPath([string] $Install, $Files) {
    if ($Install -match '[;#''"*?<>|%]') { Stop-Refused 2 "-InstallDirectory '$Install' contains one of ; # ' `" * ? < > | %, which the service host cannot take. Choose a folder without it." }
    if (-not [IO.Path]::IsPathRooted($Install) -or $Install.StartsWith('\\') -or $Install -match '^[A-Za-z]:[^\\/]') {
        Stop-Refused 2 "-InstallDirectory '$Install' is not an absolute path on a local drive. Give one such as C:\Program Files\Borealis Agent."
    }
    if ([IO.Path]::GetPathRoot($Install) -eq $Install) { Stop-Refused 2 "-InstallDirectory '$Install' is the root of a drive. Give a folder of its own." }
    if (-not (Test-AnsiName $Install (Get-AnsiCodePage))) {
        Stop-Refused 2 "-InstallDirectory '$Install' has letters that the code page of this Windows ($(Get-AnsiCodePage)) does not know, and Java does not start from there. Choose a folder without them."
    }
    $longest = 0
    foreach ($file in $Files) { $longest = [Math]::Max($longest, $file.path.Length) }
    $room = 259 - $longest - '.new/'.Length
    if ($Install.Length -gt $room) {
        Stop-Refused 2 "-InstallDirectory has $($Install.Length) characters, but $room is the most with which every file keeps a path that Windows can open. Choose a shorter one."
    }
}

# Java finds its own files by names in the code page for programs without Unicode
function Test-AnsiName([string] $Name, [int] $CodePage) {
    $encoding = [Text.Encoding]::GetEncoding($CodePage, (New-Object Text.EncoderReplacementFallback ''), (New-Object Text.DecoderReplacementFallback ''))
    return $encoding.GetString($encoding.GetBytes($Name)) -eq $Name
}

function Assert-Elevated {
    if (-not (Test-Elevated)) { Stop-Refused 3 'This needs an elevated PowerShell. Start PowerShell with "Run as administrator" and run the same command again.' }
}

function Assert-EngineUrl([string] $Url) {
    $uri = $null
    if (-not [Uri]::TryCreate($Url, [UriKind]::Absolute, [ref] $uri) -or $uri.Scheme -ne 'https' -or $uri.Host -eq '' -or $uri.UserInfo -ne '' -or $Url -match '[\x00-\x20]') {
        Stop-Refused 2 "-EngineUrl '$Url' is not an https address. Give it as https://engine.example.org:8443"
    }
}

function Assert-EnrollmentCode([string] $Code) {
    if ($Code -notmatch '^[A-Za-z0-9]{5}(-[A-Za-z0-9]{5}){3}\.[0-9A-Fa-f]{32}$') {
        Stop-Refused 2 '-EnrollmentCode is not whole: it has the form XXXXX-XXXXX-XXXXX-XXXXX.<32 hexadecimal digits>. Copy it once more from the Engine.'
    }
}

# Windows' codes 112 (disk full) and 39 (handle disk full), wherever in the chain of causes they stand
function Test-DriveFull($ErrorRecord) {
    $cause = $ErrorRecord.Exception
    while ($null -ne $cause) {
        if ($cause -is [IO.IOException] -and @(112, 39) -contains ($cause.HResult -band 0xFFFF)) { return $true }
        $cause = $cause.InnerException
    }
    return $false
}

# Which pinned artifact of a kind serves this machine
function Select-Artifact($Artifacts, [string] $Kind, $Windows) {
    $named = @($Artifacts | Where-Object { $_.kind -eq $Kind })
    $name = $named[0].name
    $fitting = @($named | Where-Object { $_.architectures -contains $Windows.Architecture })
    if ($fitting.Count -eq 0) {
        $known = @($named | ForEach-Object { $_.architectures } | Select-Object -Unique) -join ', '
        Stop-Refused 4 "This machine has the architecture $($Windows.Architecture), but $name is pinned for $known only. Use a machine of that kind."
    }
    foreach ($artifact in $fitting) {
        $below = Get-Field $artifact 'below_windows'
        if ($Windows.Version -lt [version] $artifact.minimum_windows) { continue }
        if ($null -ne $below -and $Windows.Version -ge [version] $below) { continue }
        return $artifact
    }
    $oldest = $fitting[0].minimum_windows
    Stop-Refused 4 "This is Windows $($Windows.Version), but $name $($fitting[0].version) needs at least Windows $oldest (10, Server 2016). Upgrade Windows first."
}

function Select-Artifacts($Artifacts, [string[]] $Kinds) {
    $windows = Get-WindowsFacts
    if (-not $windows.Is64BitProcess) { Stop-Refused 4 'This is a 32-bit PowerShell. Start the 64-bit one (System32\WindowsPowerShell\v1.0\powershell.exe) and run the same command again.' }
    $chosen = @{}
    foreach ($kind in $Kinds) { $chosen[$kind] = Select-Artifact $Artifacts $kind $windows }
    $chosen['architecture'] = $windows.Architecture
    return $chosen
}

# --- files ---

# What every path below a folder starts with, so that for each of hundreds of files no command is needed
function Get-FolderStart([string] $Folder) { return Join-Path $Folder '' }

function ConvertTo-LocalName([string] $IndexedPath) { return $IndexedPath.Replace('/', [string] [IO.Path]::DirectorySeparatorChar) }

# Each way in which a folder differs from the index, in words; unlisted files count below Program
function Get-FileDifferences([string] $Root, $Files, [string] $Below) {
    $listed = @{}
    $start = Get-FolderStart $Root
    foreach ($file in $Files) {
        if (-not $file.path.StartsWith($Below)) { continue }
        $path = $start + (ConvertTo-LocalName $file.path)
        $listed[$path] = $true
        if (-not [IO.File]::Exists($path)) { "$($file.path) is missing"; continue }
        if (([IO.FileInfo] $path).Length -ne $file.size -or (Get-Sha256 $path) -ne $file.sha256) { "$($file.path) differs" }
    }
    if ($Below -eq '') { return }
    $folder = Join-Path $Root (ConvertTo-LocalName $Below.TrimEnd('/'))
    if (-not [IO.Directory]::Exists($folder)) { return }
    foreach ($path in [IO.Directory]::GetFiles($folder, '*', 'AllDirectories')) {
        if ($listed.ContainsKey($path) -or $path -like '*driver?wireguard.dll' -or $path -like '*driver?wireguard.dll.sha256') { continue }
        "$path is not part of Borealis"
    }
}

function Assert-Package([string] $Package, $Files) {
    $damage = @(Get-FileDifferences $Package $Files '')
    if ($damage.Count -gt 0) {
        Stop-Refused 5 "The distribution in $Package is damaged: $($damage[0])$(if ($damage.Count -gt 1) { " and $($damage.Count - 1) more" }). Unpack the zip again into an empty folder."
    }
}

# --- driver and client: older is replaced, newer is kept ---

function Get-DriverDecision($Layout, $Artifact) {
    $installed = Get-FileVersion $Layout.Library
    if ($null -eq $installed) { return 'install' }
    $signer = Get-FileSigner $Layout.Library
    if (-not $signer.Valid -or $signer.Name -ne $Artifact.signer) { return 'replace: not signed by ' + $Artifact.signer }
    if ($installed -lt [version] $Artifact.version) { return "upgrade: $installed is older" }
    if ($installed -gt [version] $Artifact.version) { return "keep: $installed is newer" }
    return 'keep: same version'
}

# The agent loads the library only when its bytes are those that this file names
function Get-LibraryPin([string] $Library) { return "$(Get-Sha256 $Library)  wireguard.dll`n" }

function Test-LibraryPin([string] $Library) {
    $pin = "$Library.sha256"
    return [IO.File]::Exists($Library) -and [IO.File]::Exists($pin) -and [IO.File]::ReadAllText($pin) -eq (Get-LibraryPin $Library)
}

function Get-ClientDecision($Artifact) {
    $installed = Get-InstalledClientVersion
    if ($null -eq $installed) { return 'install' }
    if ($installed -lt [version] $Artifact.version) { return "upgrade: $installed is older" }
    if ($installed -gt [version] $Artifact.version) { return "keep: $installed is newer" }
    return 'keep: same version'
}

# --- the service ---

# The service as service.json describes it; what its Java is started with stands in jvm.options, one option a line
function Read-Service([string] $Package) {
    $service = Read-JsonFile (Join-Path $Package 'service.json')
    $file = Join-Path $Package 'jvm.options'
    if (-not [IO.File]::Exists($file)) { Stop-Refused 5 "$file is missing. Unpack the whole distribution again." }
    $options = @([IO.File]::ReadAllLines($file) | ForEach-Object { $_.Trim() } | Where-Object { $_ -ne '' -and -not $_.StartsWith('#') })
    $service.jvm_options = @($service.jvm_options) + $options
    return $service
}

# Parameters of procrun by the names under which it keeps them, in the order in which they are given
function Get-ServiceParameters($Service, $Layout, [string[]] $Jars) {
    $at = { param($text) $text.Replace('{install}', $Layout.Install) }
    $runtime = Join-Path $Layout.Install (ConvertTo-LocalName $Service.runtime.Replace('\', '/'))
    $library = Join-Path (Join-Path (Join-Path $runtime 'bin') 'server') 'jvm.dll'
    $lib = Join-Path $Layout.Program 'lib'
    $parameters = New-Object Collections.Specialized.OrderedDictionary
    $parameters['Java.Jvm'] = '--Jvm', $library
    $parameters['Java.JavaHome'] = '--JavaHome', $runtime
    $parameters['Java.Classpath'] = '--Classpath', (@($Jars | ForEach-Object { Join-Path $lib $_ }) -join ';')
    $parameters['Java.Options'] = '--JvmOptions', (@($Service.jvm_options | ForEach-Object { & $at $_ }) -join ';')
    $parameters['Java.Options9'] = '--JvmOptions9', (@($Service.jvm_options_9) -join ';')
    $parameters['Start.Mode'] = '--StartMode', 'jvm'
    $parameters['Start.Class'] = '--StartClass', $Service.class
    $parameters['Start.Method'] = '--StartMethod', $Service.start_method
    $parameters['Start.Params'] = '--StartParams', $Layout.Settings
    $parameters['Stop.Mode'] = '--StopMode', 'jvm'
    $parameters['Stop.Class'] = '--StopClass', $Service.class
    $parameters['Stop.Method'] = '--StopMethod', $Service.stop_method
    $parameters['Stop.Timeout'] = '--StopTimeout', "$($Service.stop_seconds)"
    $parameters['Log.Path'] = '--LogPath', $Layout.Logs
    $parameters['Log.Prefix'] = '--LogPrefix', 'service'
    $parameters['Log.Level'] = '--LogLevel', 'Info'
    $parameters['Log.StdOutput'] = '--StdOutput', 'auto'
    $parameters['Log.StdError'] = '--StdError', 'auto'
    return $parameters
}

function Get-ServiceArguments($Service, $Parameters, [string] $Executable) {
    @(
        "--DisplayName=$($Service.display_name)", "--Description=$($Service.description)", '--Startup=auto', "--Install=$Executable",
        '--ServiceUser=LocalSystem', "--DependsOn=$(@($Service.depends_on) -join ';')"
    ) + @($Parameters.Values | ForEach-Object { "$($_[0])=$($_[1])" })
}

# The bytes in which the service manager keeps recovery actions: period, count, then type 1 (restart) and delay of each
function Get-FailureActionBytes($Service) {
    $bytes = [BitConverter]::GetBytes([int] $Service.failure_reset_seconds) + @(0) * 8 +
        [BitConverter]::GetBytes([int] $Service.failure_restart_after_ms.Count) + [BitConverter]::GetBytes([int] 20)
    foreach ($delay in $Service.failure_restart_after_ms) { $bytes += [BitConverter]::GetBytes([int] 1) + [BitConverter]::GetBytes([int] $delay) }
    return $bytes
}

# In words what the service manager and procrun have otherwise than the plan
function Get-RegistrationDifferences($Record, $Service, $Parameters, [string] $Executable) {
    if ("$($Record.ImagePath)".Replace('"', '') -notlike "$Executable //RS//*") { "image path is $($Record.ImagePath)" }
    if ($Record.Startup -ne 2) { "start type is $($Record.Startup), not 2 (auto)" }
    if ($Record.Account -ne 'LocalSystem') { "account is $($Record.Account), not LocalSystem" }
    $missing = @($Service.depends_on | Where-Object { @($Record.DependsOn) -notcontains $_ })
    if ($missing.Count -gt 0) { "does not depend on $($missing -join ', ')" }
    foreach ($name in $Parameters.Keys) {
        if ("$($Record.$name)" -ne "$($Parameters[$name][1])") { "$name is '$($Record.$name)', not '$($Parameters[$name][1])'" }
    }
}

function Get-RecoveryDifferences($Record, $Service) {
    if ($Record.SidType -ne 1) { "SID type is '$($Record.SidType)', not 1 (unrestricted)" }
    # Bytes 4 to 11 hold pointers that mean nothing on disk
    $now = @($Record.FailureActions); $wanted = @(Get-FailureActionBytes $Service)
    $same = $now.Count -ge $wanted.Count -and -not @(0..3 + 12..($wanted.Count - 1) | Where-Object { $now[$_] -ne $wanted[$_] })
    if (-not $same) { 'recovery actions are not three restarts' }
    if ($Record.FailureFlag -ne 1) { 'recovery actions do not count a stop with an error' }
}

# --- settings ---

# The agent reads a Java properties file in UTF-8
function ConvertTo-PropertyValue([string] $Text) { return $Text.Replace('\', '\\') }

function Get-PropertyValue([string] $Text, [string] $Key) {
    if ($Text -notmatch "(?m)^[ \t]*$([Regex]::Escape($Key))[ \t]*[=:][ \t]*(.*?)[ \t]*\r?`$") { return $null }
    return $Matches[1]
}

function Set-PropertyValue([string] $Text, [string] $Key, [string] $Value) {
    $line = "$Key=$(ConvertTo-PropertyValue $Value)"
    $pattern = New-Object Regex "(?m)^[ \t]*$([Regex]::Escape($Key))[ \t]*[=:].*?(?=\r?`$)"
    if ($pattern.IsMatch($Text)) { return $pattern.Replace($Text, $line.Replace('$', '$$'), 1) }
    if ($Text -ne '' -and -not $Text.EndsWith("`n")) { $Text += "`r`n" }
    return "$Text$line`r`n"
}

function Get-TextSha256([string] $Text) {
    $sha = [Security.Cryptography.SHA256]::Create()
    try { return ([BitConverter]::ToString($sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($Text)))).Replace('-', '').ToLowerInvariant() } finally { $sha.Dispose() }
}

# Keeps what is there; a code that was applied once is not written again, because the agent removes it when enrolled
function Get-WantedSettings([string] $Current, [string] $Template, [string] $EngineUrl, [string] $EnrollmentCode, [string] $AppliedCode, $Layout) {
    $text = $Current
    if ($text -eq '') { $text = $Template }
    if ($EngineUrl -ne '') { $text = Set-PropertyValue $text 'engine.url' $EngineUrl }
    if ($EnrollmentCode -ne '' -and (Get-TextSha256 $EnrollmentCode) -ne $AppliedCode) { $text = Set-PropertyValue $text 'enrollment.code' $EnrollmentCode }
    $text = Set-PropertyValue $text 'home' $Layout.Install
    return Set-PropertyValue $text 'driver.directory' ([IO.Path]::GetDirectoryName($Layout.Library))
}

# --- protection ---

function Test-Protected([string] $Sddl) {
    $owner = [Regex]::Match($Sddl, '^O:(SY|BA)')
    if (-not $owner.Success) { return $false }
    # Protected against inheritance, and nobody but SYSTEM and Administrators in it
    $list = [Regex]::Match($Sddl, 'D:([A-Z]*)((\([^)]*\))+)$')
    if (-not $list.Success -or -not $list.Groups[1].Value.Contains('P')) { return $false }
    foreach ($entry in [Regex]::Matches($list.Groups[2].Value, '\(([^)]*)\)')) {
        $fields = $entry.Groups[1].Value.Split(';')
        if ($fields[0] -eq 'A' -and @('SY', 'BA') -notcontains $fields[5]) { return $false }
    }
    return $true
}
