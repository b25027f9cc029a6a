<#
.SYNOPSIS
    Makes the Engine's certificate authority, its server certificate and engine.properties on Windows.
.DESCRIPTION
    What make-certificates.sh does on Unix, file by file, with keytool.exe of a Java. Run it elevated: the Engine's home is made
    open to SYSTEM and Administrators only, or shut so when it is there.
    Without -Rotate nothing that exists is replaced, so it may be run again. ca.p12, the key of the authority, is needed by this
    script alone: keep it elsewhere and bring it back for a call.
    Runs on Windows PowerShell 5.1 and on PowerShell 7.

    Exit codes: 0 done, 1 an unforeseen error, 2 a parameter is wrong, 3 not elevated, 8 Windows or keytool refused a step.
.PARAMETER EngineHome
    The Engine's home (borealis.home), such as C:\Program Files\Borealis Engine.
.PARAMETER HostName
    Each DNS name and IP address by which browsers and agents reach the Engine, parted by commas; the first names the certificate.
.PARAMETER Rotate
    Server makes another server certificate under the same authority, also for other hosts; restart the Engine then.
    Authority goes on by one step at each call, and says what comes next: another authority beside the one in use; the new one
    and a server certificate of it in its place (restart the Engine then); the old one forgotten. Interrupted, the same call
    does the step again.
.PARAMETER JavaHome
    A Java with bin\keytool.exe; JAVA_HOME unless given.
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File make-certificates.ps1 -EngineHome 'C:\Program Files\Borealis Engine' -HostName engine.example.org,192.0.2.10
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $EngineHome,
    [Parameter(Mandatory = $true)] [string[]] $HostName,
    [ValidateSet('', 'Server', 'Authority')] [string] $Rotate = '',
    [string] $JavaHome = "$env:JAVA_HOME"
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$SystemAndAdministrators = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'

function Stop-Refused([int] $ExitCode, [string] $Sentence) {
    $refusal = New-Object System.InvalidOperationException $Sentence
    $refusal.Data['ExitCode'] = $ExitCode
    throw $refusal
}

function Assert-Elevated {
    $me = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Stop-Refused 3 'This needs an elevated PowerShell. Start PowerShell with "Run as administrator" and run the same command again.'
    }
}

# The name of the certificate's other names, as keytool wants them
function ConvertTo-AlternativeNames([string[]] $Names) {
    $kinds = foreach ($name in $Names) {
        if ($name -notmatch '^[0-9A-Za-z:][0-9A-Za-z.:-]*$') { Stop-Refused 2 "-HostName '$name' is neither a DNS name nor an IP address." }
        if ($name.Contains(':') -or $name -match '^[0-9.]+$') { "ip:$name" } else { "dns:$name" }
    }
    return @($kinds) -join ','
}

# It writes to this console: what it says stands above the sentence of a failure
function Invoke-Program([string] $Program, [string[]] $Arguments, [string] $Folder) {
    $start = New-Object Diagnostics.ProcessStartInfo $Program
    $start.Arguments = @($Arguments | ForEach-Object { if ($_.Contains(' ')) { '"' + $_ + '"' } else { $_ } }) -join ' '
    $start.WorkingDirectory = $Folder
    $start.UseShellExecute = $false
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.WaitForExit()
        if ($process.ExitCode -ne 0) {
            Stop-Refused 8 "'$([IO.Path]::GetFileName($Program)) $($Arguments[0])' ended with $($process.ExitCode). Cure what it says above and run the same command again."
        }
    } finally { $process.Dispose() }
}

# Whether somebody else than SYSTEM, Administrators and this account may do anything there
function Test-OpenToOthers([string] $Path) {
    $sections = [Security.AccessControl.AccessControlSections] 'Access, Owner'
    $security = New-Object Security.AccessControl.DirectorySecurity $Path, $sections
    $trusted = 'S-1-5-18', 'S-1-5-32-544', [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
    if ($trusted -notcontains $security.GetOwner([Security.Principal.SecurityIdentifier]).Value) { return $true }
    foreach ($rule in $security.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])) {
        if ("$($rule.AccessControlType)" -eq 'Allow' -and $trusted -notcontains $rule.IdentityReference.Value) { return $true }
    }
    return $false
}

# Made with its access list, so that it is open to others at no moment; one that is there and open is shut
function Protect-Folder([string] $Path) {
    $security = New-Object Security.AccessControl.DirectorySecurity
    $security.SetSecurityDescriptorSddlForm($SystemAndAdministrators, [Security.AccessControl.AccessControlSections]::Access)
    $core = $PSVersionTable.PSVersion.Major -ge 6
    $folder = New-Object IO.DirectoryInfo $Path
    if (-not $folder.Exists) {
        if ($core) { [void] [IO.FileSystemAclExtensions]::CreateDirectory($security, $Path) }
        else { [void] [IO.Directory]::CreateDirectory($Path, $security) }
    } elseif (($folder.Attributes -band [IO.FileAttributes]::ReparsePoint) -ne 0) {
        Stop-Refused 8 "$Path leads elsewhere (it is a link). Put a folder in its place and run the same command again."
    } elseif (-not (Test-OpenToOthers $Path)) { return }
    elseif ($core) { [IO.FileSystemAclExtensions]::SetAccessControl($folder, $security) }
    else { $folder.SetAccessControl($security) }
    Invoke-Program (Join-Path ([Environment]::GetFolderPath('System')) 'icacls.exe') @($Path, '/setowner', '*S-1-5-18', '/q') $Path
}

# In the folder and by bare names: the Java launcher loses letters that the machine's code page does not have
function Invoke-Keytool([string[]] $Arguments) {
    Invoke-Program $script:Keytool (@($Arguments[0], '-J-XX:TieredStopAtLevel=1', '-storetype', 'PKCS12', '-storepass:env', 'BOREALIS_TLS_PASSWORD') + @($Arguments | Select-Object -Skip 1)) $Certificates
}

# Java reads the file byte by byte as Latin-1, so other letters are escaped
function ConvertTo-PropertyValue([string] $Text) {
    return -join @($Text.Replace('\', '/').ToCharArray() | ForEach-Object { if ([int] $_ -gt 126) { '\u{0:x4}' -f [int] $_ } else { "$_" } })
}

function New-Password {
    $bytes = New-Object byte[] 24
    $generator = [Security.Cryptography.RandomNumberGenerator]::Create()
    try { $generator.GetBytes($bytes) } finally { $generator.Dispose() }
    return [BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant()
}

# The password of the key stores: of the settings, which are made where there are none
function Get-StorePassword([string] $Properties, [string] $Certificates) {
    if (-not [IO.File]::Exists($Properties)) {
        if ([IO.File]::Exists("$Certificates\ca.p12") -or [IO.File]::Exists("$Certificates\server.p12")) {
            Stop-Refused 8 "$Certificates has keys but $Properties with their password is gone. Restore it or remove the keys."
        }
        $lines = '# Settings of the Engine; secret: readable by SYSTEM and Administrators only. Given to the server by -P.',
            "borealis.home=$(ConvertTo-PropertyValue $EngineHome)", "borealis.tls.password=$(New-Password)"
        [IO.File]::WriteAllText("$Properties.new", (($lines -join "`r`n") + "`r`n"), (New-Object Text.ASCIIEncoding))
        [IO.File]::Move("$Properties.new", $Properties)
    }
    foreach ($line in [IO.File]::ReadAllLines($Properties)) {
        if ($line -match '^borealis\.tls\.password=(.+)$') { return $Matches[1] }
    }
    Stop-Refused 8 "$Properties has no borealis.tls.password. Restore it from a backup."
}

# In one step: whoever reads the file sees the one before or the new one
function Move-InPlace([string] $From, [string] $To) {
    if ([IO.File]::Exists("$Certificates\$To")) { [IO.File]::Replace("$Certificates\$From", "$Certificates\$To", [NullString]::Value) }
    else { [IO.File]::Move("$Certificates\$From", "$Certificates\$To") }
}

# A new authority in a key store of its own
function New-AuthorityStore([string] $Store) {
    [IO.File]::Delete("$Certificates\$Store")
    Invoke-Keytool @('-genkeypair', '-keystore', $Store, '-alias', 'ca', '-keyalg', 'EC', '-groupname', 'secp256r1',
        '-sigalg', 'SHA256withECDSA', '-dname', 'CN=Borealis Engine CA', '-validity', '7300',
        '-ext', 'bc:critical=ca:true,pathlen:0', '-ext', 'ku:critical=keyCertSign,cRLSign')
}

# The certificate of an authority, as PEM
function Get-AuthorityCertificate([string] $Store) {
    [IO.File]::Delete("$Certificates\certificate.pem.new")
    Invoke-Keytool @('-exportcert', '-keystore', $Store, '-alias', 'ca', '-rfc', '-file', 'certificate.pem.new')
    $text = [IO.File]::ReadAllText("$Certificates\certificate.pem.new")
    [IO.File]::Delete("$Certificates\certificate.pem.new")
    return $text
}

# The first certificate of a PEM file
function Get-FirstCertificate([string] $File) {
    $end = '-----END CERTIFICATE-----'
    $text = [IO.File]::ReadAllText("$Certificates\$File")
    return $text.Substring(0, $text.IndexOf($end, [StringComparison]::Ordinal) + $end.Length) + "`r`n"
}

function Set-Authorities([string] $Pem, [string] $File = 'ca.pem') {
    [IO.File]::WriteAllText("$Certificates\$File.new", $Pem, (New-Object Text.ASCIIEncoding))
    Move-InPlace "$File.new" $File
}

function New-Authority {
    if ([IO.File]::Exists("$Certificates\ca.pem")) { return }
    if (-not [IO.File]::Exists("$Certificates\ca.p12")) {
        New-AuthorityStore 'ca.p12.new'
        Move-InPlace 'ca.p12.new' 'ca.p12'
    }
    Set-Authorities (Get-AuthorityCertificate 'ca.p12')
}

# Signed by the authority of the store; it is server.p12.new until it is put in place
function New-ServerStore([string] $Authority, [string] $CommonName, [string] $AlternativeNames) {
    foreach ($leftover in 'server.p12.new', 'server.csr.new', 'server.pem.new', 'signer.pem.new') { [IO.File]::Delete("$Certificates\$leftover") }
    $signer = Get-AuthorityCertificate $Authority
    [IO.File]::WriteAllText("$Certificates\signer.pem.new", $signer)
    $store = '-keystore', 'server.p12.new'
    Invoke-Keytool (@('-genkeypair') + $store + @('-alias', 'server', '-keyalg', 'EC', '-groupname', 'secp256r1',
        '-sigalg', 'SHA256withECDSA', '-dname', "CN=$CommonName", '-validity', '1'))
    Invoke-Keytool (@('-certreq') + $store + @('-alias', 'server', '-file', 'server.csr.new'))
    Invoke-Keytool @('-gencert', '-keystore', $Authority, '-alias', 'ca', '-infile', 'server.csr.new', '-outfile', 'server.pem.new', '-rfc',
        '-sigalg', 'SHA256withECDSA', '-validity', '397', '-ext', 'bc:critical=ca:false', '-ext', 'ku:critical=digitalSignature',
        '-ext', 'eku=serverAuth', '-ext', "san=$AlternativeNames")
    [IO.File]::AppendAllText("$Certificates\server.pem.new", $signer)
    Invoke-Keytool (@('-importcert') + $store + @('-alias', 'ca', '-file', 'signer.pem.new', '-noprompt'))
    Invoke-Keytool (@('-importcert') + $store + @('-alias', 'server', '-file', 'server.pem.new', '-noprompt'))
    Invoke-Keytool (@('-delete') + $store + @('-alias', 'ca'))
    foreach ($leftover in 'server.csr.new', 'server.pem.new', 'signer.pem.new') { [IO.File]::Delete("$Certificates\$leftover") }
}

function New-ServerCertificate([string] $CommonName, [string] $AlternativeNames) {
    if ([IO.File]::Exists("$Certificates\server.p12") -and $Rotate -ne 'Server') { return }
    if (-not [IO.File]::Exists("$Certificates\ca.p12")) {
        Stop-Refused 8 "ca.p12, the key of the authority, is not in $Certificates. Bring it back for this call."
    }
    New-ServerStore 'ca.p12' $CommonName $AlternativeNames
    Move-InPlace 'server.p12.new' 'server.p12'
    if ($Rotate -eq 'Server') { Write-Host 'a new server certificate is in place; restart the Engine' }
}

function Step-Authority([string] $CommonName, [string] $AlternativeNames) {
    if ([IO.File]::Exists("$Certificates\ca-next.p12")) {
        if (-not [IO.File]::Exists("$Certificates\ca-previous.pem")) { Set-Authorities (Get-FirstCertificate 'ca.pem') 'ca-previous.pem' }
        New-ServerStore 'ca-next.p12' $CommonName $AlternativeNames
        Set-Authorities ((Get-AuthorityCertificate 'ca-next.p12') + (Get-FirstCertificate 'ca-previous.pem'))
        Move-InPlace 'server.p12.new' 'server.p12'
        Move-InPlace 'ca-next.p12' 'ca.p12'
        Write-Host 'step 2 of 3: the new authority signs. Restart the Engine now; enrollment codes from before this step are void.'
        Write-Host 'When no device is to be waited for any more, run the same command again: it forgets the old authority.'
    } elseif ([IO.File]::Exists("$Certificates\ca-previous.pem")) {
        Set-Authorities (Get-FirstCertificate 'ca.pem')
        [IO.File]::Delete("$Certificates\ca-previous.pem")
        Write-Host 'step 3 of 3: the old authority is forgotten. Devices that were away all the while are enrolled anew.'
    } else {
        New-AuthorityStore 'ca-next.p12.new'
        Set-Authorities ((Get-FirstCertificate 'ca.pem') + (Get-AuthorityCertificate 'ca-next.p12.new'))
        Move-InPlace 'ca-next.p12.new' 'ca-next.p12'
        Write-Host 'step 1 of 3: the Engine tells its agents to trust a second authority; nothing is to be restarted.'
        Write-Host 'When GET /api/keys/orchestration-token/waiting lists no device that matters, run the same command again.'
    }
}

try {
    # Given by -File it is one text
    $names = @($HostName | ForEach-Object { $_.Split(',') } | ForEach-Object { $_.Trim() })
    $alternativeNames = ConvertTo-AlternativeNames $names
    $EngineHome = $EngineHome.TrimEnd('\', '/')
    if ($EngineHome -notmatch '^[A-Za-z]:[\\/].') { Stop-Refused 2 "-EngineHome '$EngineHome' is not a folder on a local drive. Give one such as C:\Program Files\Borealis Engine." }
    $EngineHome = $EngineHome.Replace('/', '\')
    $Keytool = "$JavaHome\bin\keytool.exe"
    if ($JavaHome -eq '' -or -not [IO.File]::Exists($Keytool)) { Stop-Refused 2 "There is no keytool.exe in '$JavaHome\bin'. Name a Java by -JavaHome or JAVA_HOME." }
    Assert-Elevated
    $Certificates = "$EngineHome\Engine\Certificates"
    foreach ($folder in $EngineHome, "$EngineHome\Engine", $Certificates, "$Certificates\VPN_Server", "$EngineHome\Engine\Logs", "$EngineHome\Engine\Data") { Protect-Folder $folder }
    # Passwords go by environment: arguments are visible to every account of the machine
    $env:BOREALIS_TLS_PASSWORD = Get-StorePassword "$EngineHome\engine.properties" $Certificates
    try {
        New-Authority
        New-ServerCertificate $names[0] $alternativeNames
        if ($Rotate -eq 'Authority') { Step-Authority $names[0] $alternativeNames }
    } finally { $env:BOREALIS_TLS_PASSWORD = $null }
    Write-Host "certificates in $Certificates, settings in $EngineHome\engine.properties"
    exit 0
} catch {
    $code = $_.Exception.Data['ExitCode']
    $sentence = $_.Exception.Message
    if ($null -eq $code) {
        $code = 1
        $sentence = "An unforeseen error at line $($_.InvocationInfo.ScriptLineNumber): $sentence"
    }
    [Console]::Error.WriteLine("make-certificates: $sentence")
    exit $code
}
