# The zip that a device unpacks: complete, as pinned, and installable. Built by: mvn -Pdistribution package -pl agent-service -am
. (Join-Path $PSScriptRoot 'Load.ps1')
$Root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
$Target = [IO.Path]::Combine($Root, 'agent-service', 'target')
$Zips = @(); if ([IO.Directory]::Exists($Target)) { $Zips = @([IO.Directory]::GetFiles($Target, 'borealis-agent-*-windows.zip')) }
$Why = 'was not built'
if ($Zips.Count -gt 0) {
    $built = [IO.File]::GetLastWriteTimeUtc($Zips[0])
    $sources = @([IO.Directory]::GetFiles($Distribution)) + @([IO.Directory]::GetFiles($Pins, '*.ps1')) + @([IO.Path]::Combine($Root, 'agent-service', 'src', 'main', 'jvm.options'))
    $newer = @($sources | Where-Object { [IO.File]::GetLastWriteTimeUtc($_) -gt $built })
    if ($newer.Count -gt 0) { $Zips = @(); $Why = "is older than $([IO.Path]::GetFileName($newer[0]))" }
}
if ($Zips.Count -eq 0) {
    Skip-Fact 'the distribution zip is complete and as pinned' "it $Why`: mvn -Pdistribution package -pl agent-service -am"
    [IO.Directory]::Delete($Work, $true)
    Complete-Facts
}
[void] [Reflection.Assembly]::LoadWithPartialName('System.IO.Compression.FileSystem')
$Unpacked = Join-Path $Work 'unpacked'
[IO.Compression.ZipFile]::ExtractToDirectory($Zips[0], $Unpacked)
$Index = Read-JsonFile (Join-Path $Unpacked 'files.json')
$Names = @($Index.files | ForEach-Object { $_.path })

function Get-Hash([string] $Name) { Get-Sha256 (Join-Path $Unpacked $Name) }

Test-Fact 'the index names every file of the zip with its hash, and nothing else' {
    $there = @([IO.Directory]::GetFiles($Unpacked, '*', 'AllDirectories') | ForEach-Object { $_.Substring($Unpacked.Length + 1) } | Where-Object { $_ -ne 'files.json' })
    $named = @($Names)
    [Array]::Sort($there, [StringComparer]::Ordinal); [Array]::Sort($named, [StringComparer]::Ordinal)
    Assert-Equal ($named -join "`n") ($there -join "`n") 'names'
    Assert-Equal '' (@(Get-FileDifferences $Unpacked $Index.files '') -join '; ') 'differences'
}
Test-Fact 'scripts, settings, manifests and options are those of the sources' {
    $sources = @{ 'jvm.options' = 'agent-service/src/main/jvm.options'; 'Dependencies/fetch.ps1' = 'Dependencies/fetch.ps1' }
    foreach ($file in [IO.Directory]::GetFiles($Distribution)) { if ($file -notmatch '\.(xml|java)$') { $name = [IO.Path]::GetFileName($file); $sources[$name] = "agent-service/src/distribution/$name" } }
    foreach ($folder in 'VPN_Tunnel_Adapter', 'Java_Runtime', 'Service_Host') { $sources["Dependencies/$folder/manifest.json"] = "Dependencies/$folder/manifest.json" }
    foreach ($name in $sources.Keys) { Assert-Equal (Get-Sha256 (Join-Path $Root $sources[$name])) (Get-Hash $name) "$name" }
}
Test-Fact 'the service host is the pinned one' {
    $pin = @(Get-PinnedArtifacts $Pins | Where-Object { $_.kind -eq 'host' })[0]
    Assert-Equal $pin.contains.'amd64/prunsrv.exe' (Get-Hash 'Program/BorealisAgent.exe') 'BorealisAgent.exe'
}
Test-Fact 'the Java runtime is the pinned wheel''s, file by file' {
    $pin = @(Get-PinnedArtifacts $Pins | Where-Object { $_.kind -eq 'runtime' })[0]
    Assert-PinnedHash $pin $pin.Path
    $zip = Open-Archive $pin.Path
    $count = 0
    try {
        foreach ($entry in $zip.Entries) {
            if (-not $entry.FullName.StartsWith($pin.unpack + '/') -or $entry.FullName.EndsWith('/')) { continue }
            $count++
            $sha = [Security.Cryptography.SHA256]::Create()
            $stream = $entry.Open()
            try { $hash = [BitConverter]::ToString($sha.ComputeHash($stream)).Replace('-', '').ToLowerInvariant() } finally { $stream.Dispose() }
            Assert-Equal $hash (Get-Hash ('Program/runtime' + $entry.FullName.Substring($pin.unpack.Length))) $entry.FullName
        }
    } finally { $zip.Dispose() }
    Assert-Equal $count @($Names | Where-Object { $_ -like 'Program/runtime/*' }).Count 'number of files'
    Assert-True ($Names -contains 'Program/runtime/bin/server/jvm.dll') 'jvm.dll'
}
Test-Fact 'jars, native libraries and licences are there; nothing of the lab is' {
    foreach ($like in 'Program/lib/borealis-agent-service-*.jar', 'Program/lib/borealis-network-connector-*.jar', 'Program/lib/borealis-protocol-*.jar', 'Program/lib/jna-5*.jar', 'Program/lib/pty4j-*.jar', 'Program/lib/sshd-core-*.jar',
        'Program/natives/com/sun/jna/win32-x86-64/jnidispatch.dll', 'Program/natives/resources/com/pty4j/native/win/x86-64/winpty.dll', 'Program/natives/resources/com/pty4j/native/win/x86-64/OpenConsole.exe',
        'Program/legal/procrun/LICENSE.txt', 'Program/runtime/legal/java.base/*') { Assert-True (@($Names | Where-Object { $_ -like $like }).Count -ge 1) $like }
    Assert-Equal '' (@($Names | Where-Object { $_ -match '/lab/|\.so$|test|stand-in' -and $_ -notlike 'Program/runtime/*' -and $_ -notlike 'Test-BorealisWindows*' }) -join ', ') 'files that do not belong'
}
Test-Fact 'the folders of service.json exist, its class is in the agent''s jar' {
    $service = Read-Service $Unpacked
    foreach ($option in $service.jvm_options) {
        if ($option -match '\{install\}\\Program\\(.*)$') {
            $folder = 'Program/' + $Matches[1].Replace('\', '/')
            Assert-True (@($Names | Where-Object { $_.StartsWith("$folder/") }).Count -ge 1) $option
        }
    }
    $jar = @($Names | Where-Object { $_ -like 'Program/lib/borealis-agent-service-*.jar' })[0]
    $zip = Open-Archive (Join-Path $Unpacked $jar)
    try { Assert-True ($null -ne $zip.GetEntry($service.class.Replace('.', '/') + '.class')) $service.class } finally { $zip.Dispose() }
}
Test-Fact 'it installs, verifies, repeats and uninstalls (Windows'' own answers replaced)' {
    Reset-Machine
    # The driver and the runtime's signature are not this machine's to show: a small archive of the test is pinned instead
    function Get-FileSigner([string] $Path) { New-Object PSObject -Property @{ Valid = $true; Name = $(if ($Path -like '*jvm.dll') { 'Eclipse.org Foundation, Inc.' } else { 'WireGuard LLC' }) } }
    $adapter = Join-All $Unpacked, 'Dependencies', 'VPN_Tunnel_Adapter'
    New-DriverArchive (Join-Path $adapter 'wireguard-nt-1.1.zip') 'WireGuard LLC' '1.1'
    Set-Pin $Unpacked 'wireguard-nt-1.1' (Get-Sha256 (Join-Path $adapter 'wireguard-nt-1.1.zip'))
    Write-Index $Unpacked $Index.version
    $install = Join-Path $Work 'Borealis Agent'
    Assert-Code 0 (Invoke-Installer -Package $Unpacked -EngineUrl 'https://engine:8443' -EnrollmentCode '7KQ2M-4XDAB-CDEFG-HJKMN.0123456789abcdef0123456789abcdef' -InstallDirectory $install -WithoutClient)
    Assert-True (@($Machine.Service.'Java.Classpath'.Split(';')).Count -ge 10) 'class path'
    $Machine.Driver = [version] '1.1'
    Assert-Code 0 (Invoke-Installer -Package $install -Verify -WithoutClient -InstallDirectory $install)
    Assert-Code 0 (Invoke-Installer -Package $Unpacked -InstallDirectory $install -WithoutClient)
    Assert-Equal '' ($Changes -join '; ') 'changes of the repeat'
    Assert-Code 0 (Invoke-Installer -Package $install -Uninstall -RemoveLogs -InstallDirectory $install)
    Assert-True (-not [IO.Directory]::Exists($install)) 'gone'
}
[IO.Directory]::Delete($Work, $true)
Complete-Facts
