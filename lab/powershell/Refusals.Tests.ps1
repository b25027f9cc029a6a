# What the installer refuses: nothing is changed, one sentence says why and what to do, the exit code is as documented.
. (Join-Path $PSScriptRoot 'Load.ps1')
$Package = New-Package 'package' '0.1.0'
$Url = 'https://engine.example.org:8443'

function New-Case([string] $Name) {
    Reset-Machine
    $script:Install = Join-All $Work, "installed", $Name
}
function Assert-Untouched {
    Assert-Equal '' ($Changes -join '; ') 'changes'
    Assert-True (-not [IO.Directory]::Exists($script:Install)) 'the install folder was not made'
}
function Invoke-Install([string] $From) { Invoke-Installer -Package $From -EngineUrl $Url -EnrollmentCode '7KQ2M-4XDAB-CDEFG-HJKMN.0123456789abcdef0123456789abcdef' -InstallDirectory $script:Install }
function Get-AdapterFile([string] $From, [string] $Name) { Join-All $From, 'Dependencies', 'VPN_Tunnel_Adapter', $Name }

foreach ($file in 'wireguard-nt-1.1.zip', 'wireguard-amd64-1.1.1.msi') {
    Test-Fact "hash mismatch of ${file}: refused with both hashes" {
        New-Case 'mismatch'
        $from = New-Package "mismatch-$file" '0.1.0'
        [IO.File]::AppendAllText((Get-AdapterFile $from $file), 'x')
        Write-Index $from '0.1.0'
        Assert-Code 5 (Invoke-Install $from)
        Assert-Sentence $file, (Get-Sha256 (Get-AdapterFile $from $file)), 'the manifest pins', 'Delete it'
        Assert-Untouched
    }
}
Test-Fact 'wrong signer of the driver library inside the archive: refused with both names' {
    New-Case 'signer'
    $from = New-Package 'signer' '0.1.0'
    $zip = Get-AdapterFile $from 'wireguard-nt-1.1.zip'
    New-DriverArchive $zip 'Somebody Else' '1.1'
    Set-Pin $from 'wireguard-nt-1.1' (Get-Sha256 $zip)
    Write-Index $from '0.1.0'
    Assert-Code 6 (Invoke-Install $from)
    Assert-Sentence 'Somebody Else', 'WireGuard LLC'
    Assert-Untouched
}
Test-Fact 'wrong signer of the client package: refused' {
    New-Case 'signer-client'
    $from = New-Package 'signer-client' '0.1.0'
    $msi = Get-AdapterFile $from 'wireguard-amd64-1.1.1.msi'
    Write-File $msi (New-Signed 'WireGuard LLC.' '1.1.1')
    Set-Pin $from 'wireguard-client-1.1.1-amd64' (Get-Sha256 $msi)
    Write-Index $from '0.1.0'
    Assert-Code 6 (Invoke-Install $from)
    Assert-Sentence 'WireGuard LLC.', 'WireGuard LLC'
    Assert-Untouched
}
Test-Fact 'no valid signature at all: refused' {
    New-Case 'unsigned'
    $from = New-Package 'unsigned' '0.1.0'
    $msi = Get-AdapterFile $from 'wireguard-amd64-1.1.1.msi'
    Write-File $msi 'plain'
    Set-Pin $from 'wireguard-client-1.1.1-amd64' (Get-Sha256 $msi)
    Write-Index $from '0.1.0'
    Assert-Code 6 (Invoke-Install $from)
    Assert-Sentence 'no valid signature'
    Assert-Untouched
}
foreach ($way in @{ Verify = $true }, @{ Uninstall = $true }, @{ EngineUrl = $Url }, @{ EngineUrl = $Url; WhatIf = $true }) {
    Test-Fact "not elevated with -$(@($way.Keys) -join ' -'): refused" {
        New-Case 'not elevated'; $Machine.Elevated = $false
        Assert-Code 3 (Invoke-Installer -Package $Package -InstallDirectory $Install @way)
        Assert-Sentence 'elevated', 'Run as administrator'
        Assert-Untouched
    }
}
foreach ($case in @('arm64', '10.0.26100', 'arm64', 'amd64'), @('x86', '10.0.19045', 'x86', 'amd64'), @('amd64', '6.3.9600', '6.3.9600', 'Upgrade Windows')) {
    Test-Fact "Windows $($case[1]) on $($case[0]): refused" {
        New-Case 'unsupported'; $Machine.Architecture = $case[0]; $Machine.Version = [version] $case[1]
        Assert-Code 4 (Invoke-Install $Package)
        Assert-Sentence $case[2], $case[3]
        Assert-Untouched
    }
}
Test-Fact 'a 32-bit PowerShell: refused' {
    New-Case 'narrow'; $Machine.Is64BitProcess = $false
    Assert-Code 4 (Invoke-Install $Package)
    Assert-Sentence '64-bit'
    Assert-Untouched
}
foreach ($damage in 'altered', 'missing', 'script') {
    Test-Fact "a damaged distribution ($damage file): refused" {
        New-Case 'damaged'
        $from = New-Package "damaged-$damage" '0.1.0'
        $jar = Join-All $from, 'Program', 'lib', 'jna.jar'
        switch ($damage) {
            'altered' { [IO.File]::WriteAllText($jar, 'JNA') }
            'missing' { [IO.File]::Delete($jar) }
            'script' { [IO.File]::AppendAllText((Join-Path $from 'Borealis.Plan.ps1'), '# more') }
        }
        Assert-Code 5 (Invoke-Install $from)
        Assert-Sentence 'damaged', 'Unpack the zip again'
        Assert-Untouched
    }
}
Test-Fact 'no index of files: refused' {
    New-Case 'indexless'
    $from = New-Package 'indexless' '0.1.0'
    [IO.File]::Delete((Join-Path $from 'files.json'))
    Assert-Code 5 (Invoke-Install $from)
    Assert-Sentence 'files.json is missing'
    Assert-Untouched
}
foreach ($bad in 'http://engine.example.org', 'engine.example.org', 'https://', 'https://user:word@engine.example.org', "https://engine.example.org`nx=y") {
    Test-Fact "the Engine address '$($bad -replace "`n", '\n')': refused" {
        New-Case 'address'
        Assert-Code 2 (Invoke-Installer -Package $Package -EngineUrl $bad -InstallDirectory $Install)
        Assert-True ($Sentence -like '*https*') 'says what an address looks like'
        Assert-Untouched
    }
}
foreach ($bad in 'code', '7KQ2M-4XDAB-CDEFG-HJKMN', '7KQ2M-4XDAB-CDEFG-HJKMN.0123456789abcdef0123456789abcdef0') {
    Test-Fact "the enrollment code '$bad': refused" {
        New-Case 'code'
        Assert-Code 2 (Invoke-Installer -Package $Package -EngineUrl $Url -EnrollmentCode $bad -InstallDirectory $Install)
        Assert-Sentence 'XXXXX', 'Copy it once more'
        Assert-Untouched
    }
}
Test-Fact 'a service that ends right after its start and says nothing: refused, and said where to look' {
    New-Case 'dies'
    function Test-ProgramInUse([string] $Executable) { $false }
    $script:ObservedSeconds = 5
    try { Assert-Code 11 (Invoke-Install $Package) } finally { $script:ObservedSeconds = 0 }
    Assert-Sentence 'ended right after its start', 'Logs'
}
Test-Fact 'an agent that ends right after its start: its own last reason is the sentence, and none of an earlier start' {
    New-Case 'dies-saying'
    $script:AgentLog = Join-All $Install, 'Agent', 'Logs', 'reverse_tunnel.log'
    Write-File $AgentLog "2026-01-01T00:00:00.000Z SEVERE AgentService - of yesterday`r`n"
    # The service ends while it is looked at, after it has written
    function Test-ProgramInUse([string] $Executable) {
        if ($script:Machine.Running) {
            [IO.File]::AppendAllText($script:AgentLog, "2026-01-02T00:00:00.000Z INFO Agent - begins`r`n2026-01-02T00:00:00.000Z SEVERE AgentService - the agent cannot work`r`njava.io.IOException: the key is damaged.`r`n`tat io.borealis.Agent.run(Agent.java:1)`r`n")
            $script:Machine.Running = $false
        }
        return $false
    }
    $script:ObservedSeconds = 5
    try { Assert-Code 11 (Invoke-Install $Package) } finally { $script:ObservedSeconds = 0 }
    Assert-Sentence 'the agent cannot work: IOException: the key is damaged. Cure it'
    Assert-True (-not $Sentence.Contains('yesterday')) 'only what this start said'
}
Test-Fact 'an Engine that does not answer: installed all the same, said with the reason' {
    New-Case 'silent'; $Machine.Silence = 'connection refused'
    Assert-Code 12 (Invoke-Install $Package)
    Assert-Sentence 'is installed and its service runs', $Url, 'connection refused', 'Check the address'
    Assert-True $Machine.Running 'the service runs'
    Assert-Code 0 (Invoke-Installer -Package $Package -InstallDirectory $Install)
}
foreach ($code in 112, 39) {
    Test-Fact "a drive that gets full on the way (Windows' code $code): said so, the next run goes on" {
        New-Case "filled-$code"; $script:FullCode = $code
        & {
            function Copy-OneFile([string] $From, [string] $To) { throw (New-Object IO.IOException 'no space', (0x80070000 -bor $script:FullCode)) }
            Assert-Code 10 (Invoke-Install $Package)
            Assert-Sentence 'is full', 'Make room'
        }
        Assert-Code 0 (Invoke-Install $Package)
    }
}
Test-Fact 'an install folder with letters that the code page does not know: refused; with those that it knows: installed' {
    New-Case "Borealis $([char] 0x65e5)$([char] 0x672c)"; $Machine.CodePage = 1252
    Assert-Code 2 (Invoke-Install $Package)
    Assert-Sentence '1252', 'Choose a folder without them'
    Assert-Untouched
    New-Case "Borealis $([char] 0xdc)"; $Machine.CodePage = 1252
    Assert-Code 0 (Invoke-Install $Package)
}
foreach ($bad in 'relative/folder', '/', '/a;b', "/a'b", '\\server\share') {
    Test-Fact "the install folder '$bad': refused" {
        New-Case 'unused'
        Assert-Code 2 (Invoke-Installer -Package $Package -EngineUrl $Url -InstallDirectory $bad)
        Assert-Untouched
    }
}
Test-Fact 'a path too long: refused before anything is copied' {
    New-Case ('long' * 60)
    Assert-Code 2 (Invoke-Install $Package)
    $longest = 0
    foreach ($file in [IO.Directory]::GetFiles($Package, '*', 'AllDirectories')) { $longest = [Math]::Max($longest, $file.Length - $Package.Length - 1) }
    Assert-Sentence "but $(259 - $longest - 5) is the most", 'Choose a shorter one'
    Assert-Untouched
}
Test-Fact 'no Engine known and none given: refused' {
    New-Case 'no engine'
    Assert-Code 2 (Invoke-Installer -Package $Package -InstallDirectory $Install)
    Assert-Sentence '-EngineUrl'
    Assert-True ($null -eq $Machine.Service) 'no service'
}
Test-Fact '-KeepLogs with -RemoveLogs: refused' {
    New-Case 'logs'
    Assert-Code 2 (Invoke-Installer -Package $Package -Uninstall -KeepLogs -RemoveLogs -InstallDirectory $Install)
    Assert-Untouched
}
Test-Fact 'uninstall of a folder that is not ours: refused, its files stay' {
    New-Case 'foreign'
    Write-File (Join-All $Install, 'Program', 'theirs.txt') 'theirs'
    Assert-Code 2 (Invoke-Installer -Package $Package -Uninstall -RemoveLogs -InstallDirectory $Install)
    Assert-Sentence 'no Borealis installation'
    Assert-True ([IO.File]::Exists((Join-All $Install, 'Program', 'theirs.txt'))) 'their file'
}
Test-Fact 'a full drive: refused, the old program goes on' {
    New-Case 'full'
    Assert-Code 0 (Invoke-Install $Package)
    $Machine.FreeBytes = 10
    Assert-Code 10 (Invoke-Install (New-Package 'full-next' '0.2.0'))
    Assert-Sentence 'MB free', 'Make room'
    Assert-True $Machine.Running 'the service still runs'
    Assert-Contains ([IO.File]::ReadAllText((Join-All $Install, 'Agent', 'Logs', 'install.log'))) 'MB free' 'install.log'
    $Machine.FreeBytes = 10GB
    Assert-Code 0 (Invoke-Install (Join-Path $Work 'full-next'))
}
Test-Fact 'a link in place of the key folder: refused' {
    New-Case 'link'; $Machine.Links = @(Join-All $Install, 'Agent', 'Borealis', 'Certificates')
    [void] [IO.Directory]::CreateDirectory($Machine.Links[0])
    Assert-Code 8 (Invoke-Install $Package)
    Assert-Sentence 'leads elsewhere'
}
Test-Fact 'a failing client package: refused with its code, the next run goes on' {
    New-Case 'msi'; $Machine.MsiExitCode = 1603
    Assert-Code 8 (Invoke-Install $Package)
    Assert-Contains $Sentence '1603' 'the sentence'
    Assert-True ($null -eq $Machine.Service) 'no service yet'
    $Machine.MsiExitCode = 0
    Assert-Code 0 (Invoke-Install $Package)
}
foreach ($answer in 'no network', 'another file', 'the right file') {
    Test-Fact "the driver was not delivered along, the vendor's site answers with $answer" {
        New-Case "fetch $answer"
        $from = New-Package "fetch-$answer" '0.1.0'
        $zip = Get-AdapterFile $from 'wireguard-nt-1.1.zip'
        $right = [IO.File]::ReadAllBytes($zip)
        [IO.File]::Delete($zip); Write-Index $from '0.1.0'
        $origin = 'https://download.wireguard.com/wireguard-nt/wireguard-nt-1.1.zip'
        if ($answer -eq 'another file') { $Machine.Online[$origin] = [byte[]] (1, 2, 3) }
        if ($answer -eq 'the right file') { $Machine.Online[$origin] = $right }
        $code = Invoke-Install $from
        switch ($answer) {
            'no network' { Assert-Code 7 $code; Assert-Sentence $origin, 'no network', 'on another machine'; Assert-Untouched }
            'another file' { Assert-Code 5 $code; Assert-Sentence 'the manifest pins'; Assert-Untouched }
            'the right file' {
                Assert-Code 0 $code
                Assert-True ([IO.File]::Exists((Get-AdapterFile $Install 'wireguard-nt-1.1.zip'))) 'it is kept with the installation'
                $Machine.Online.Clear()
                Assert-Code 0 (Invoke-Install $from)
            }
        }
        Assert-Equal '' (@([IO.Directory]::GetFiles($from, '*.part*', 'AllDirectories')) -join ', ') 'half files'
    }
}
Test-Fact 'a bug ends in exit code 1, one line, and a log entry' {
    New-Case 'bug'
    Assert-Code 0 (Invoke-Install $Package)
    $Machine.FailAt = 'run sc.exe start*'; $Machine.Running = $false
    Assert-Code 1 (Invoke-Install $Package)
    Assert-Sentence 'power is lost', 'Start Borealis.ps1 again'
    Assert-Contains ([IO.File]::ReadAllText((Join-All $Install, 'Agent', 'Logs', 'install.log'))) 'power is lost' 'install.log'
}
[IO.Directory]::Delete($Work, $true)
Complete-Facts
