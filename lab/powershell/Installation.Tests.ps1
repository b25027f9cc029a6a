# What the installer does to a machine: fresh, again, upgraded, interrupted, removed.
. (Join-Path $PSScriptRoot 'Load.ps1')
$Package = New-Package 'package' '0.1.0'
$Url = 'https://engine.example.org:8443'
$Code = '7KQ2M-4XDAB-CDEFG-HJKMN.0123456789abcdef0123456789abcdef'

function New-Install([string] $Name) {
    Reset-Machine
    $script:Install = Join-Path $Work $Name
    $script:At = Get-Layout $script:Install
}
function Install-Once { Assert-Code 0 (Invoke-Installer -Package $Package -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $script:Install) }
function Read-Log { [IO.File]::ReadAllText((Join-Path $script:At.Logs 'install.log')) }
function Get-Tree([string] $Folder) {
    if (-not [IO.Directory]::Exists($Folder)) { return '' }
    $files = [IO.Directory]::GetFiles($Folder, '*', 'AllDirectories')
    [Array]::Sort($files, [StringComparer]::Ordinal)
    return @($files | ForEach-Object { "$_ $(Get-Sha256 $_) $([IO.File]::GetLastWriteTimeUtc($_).Ticks)" }) -join "`n"
}

Test-Fact 'a fresh install makes the whole layout, protects it and starts the service' {
    New-Install 'fresh'
    Install-Once
    Assert-Equal (Get-Sha256 (Join-All $Package, 'Program', 'lib', 'jna.jar')) (Get-Sha256 (Join-All $At.Program, 'lib', 'jna.jar')) 'a jar'
    Assert-Equal '1.1' (Get-FileVersion $At.Library) 'driver library'
    Assert-Equal '1.1.1' $Machine.Client 'official client'
    foreach ($folder in $At.Install, $At.Certificates, $At.ClientKeys) { Assert-Equal 'O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' $Machine.Sddl[$folder] "protection of $folder" }
    Assert-True $Machine.Running 'the service runs'
    Assert-True ([IO.File]::Exists((Join-Path $At.Dependencies 'VPN_Tunnel_Adapter/wireguard-nt-1.1.zip'))) 'the driver archive is kept'
    Assert-True (-not [IO.Directory]::Exists($At.Staging)) 'no staging folder is left'
}
Test-Fact 'the service is registered with the flags of a JVM in procrun, its dependencies and its recovery' {
    $is = @($Changes | Where-Object { $_ -like 'run *//IS//*' })[0]
    foreach ($flag in '//IS//BorealisAgent', '--Startup=auto', '--StartMode=jvm', '--StopMode=jvm', '--StartClass=io.borealis.agent.AgentService', '--StartMethod=start',
        '--StopClass=io.borealis.agent.AgentService', '--StopMethod=stop', '--StopTimeout=30', '--DependsOn=BFE;Nsi;Tcpip', '--ServiceUser=LocalSystem',
        '--JvmOptions9=--enable-native-access=ALL-UNNAMED', "--StartParams=$($At.Settings)", '-Djna.nounpack=true', ';-Xmx64m') { Assert-Contains $is $flag 'registration' }
    Assert-Contains $is "--Classpath=$(Join-All $At.Program, 'lib', 'borealis-agent-service-0.1.0.jar');$(Join-All $At.Program, 'lib', 'jna.jar')" 'every jar is named, no wildcard'
    Assert-True ($Changes -contains 'run sc.exe sidtype BorealisAgent unrestricted') 'sidtype'
    Assert-True ($Changes -contains 'run sc.exe failure BorealisAgent reset= 86400 actions= restart/5000/restart/30000/restart/60000') 'failure'
    Assert-True ($Changes -contains 'run sc.exe failureflag BorealisAgent 1') 'failureflag'
}
Test-Fact 'the settings hold the Engine, the code and the home; log and console never show the code' {
    $text = [IO.File]::ReadAllText($At.Settings)
    Assert-Equal $Url (Get-PropertyValue $text 'engine.url') 'engine.url'
    Assert-Equal $Code (Get-PropertyValue $text 'enrollment.code') 'enrollment.code'
    Assert-Equal $Install (Get-PropertyValue $text 'home') 'home'
    Assert-Equal (Join-All $At.Program, 'driver') (Get-PropertyValue $text 'driver.directory') 'driver.directory'
    Assert-Equal "$(Get-Sha256 $At.Library)  wireguard.dll`n" ([IO.File]::ReadAllText("$($At.Library).sha256")) 'the pin beside the library'
    Assert-True (-not (Read-Log).Contains($Code)) 'the log is without the code'
    Assert-True (-not ($Told -join ' ').Contains($Code)) 'the console is without the code'
    Assert-Contains (Read-Log) 'No tunnel was started' 'the log'
}
Test-Fact 'a repeat changes nothing, also when the agent has removed its code' {
    [IO.File]::WriteAllText($At.Settings, ([IO.File]::ReadAllText($At.Settings) -replace '(?m)^enrollment.code=.*$', ''))
    $settings = [IO.File]::ReadAllText($At.Settings)
    $before = Get-Tree $At.Program
    Install-Once
    Assert-Equal '' ($Changes -join '; ') 'changes'
    Assert-Equal $before (Get-Tree $At.Program) 'program'
    Assert-Equal $settings ([IO.File]::ReadAllText($At.Settings)) 'settings'
}
Test-Fact 'a repeat without parameters keeps the settings' {
    Assert-Code 0 (Invoke-Installer -Package $Package -InstallDirectory $Install)
    Assert-Equal '' ($Changes -join '; ') 'changes'
}
Test-Fact 'another Engine address changes that line only and restarts the service' {
    [IO.File]::AppendAllText($At.Settings, "terminal.shell=pwsh`r`n")
    Assert-Code 0 (Invoke-Installer -Package $Package -EngineUrl 'https://other.example.org' -InstallDirectory $Install)
    $text = [IO.File]::ReadAllText($At.Settings)
    Assert-Equal 'https://other.example.org' (Get-PropertyValue $text 'engine.url') 'engine.url'
    Assert-Equal 'pwsh' (Get-PropertyValue $text 'terminal.shell') 'a setting of the administrator'
    Assert-True (($Changes -join "`n") -match '(?s)sc.exe stop.*sc.exe start') 'restarted'
}
Test-Fact '-Verify finds a good installation good' {
    $Machine.Driver = [version] '1.1'
    Assert-Code 0 (Invoke-Installer -Package $Install -Verify -InstallDirectory $Install)
    Assert-Equal '' ($Changes -join '; ') 'changes'
    Assert-True (@($Told | Where-Object { $_ -match '^\s+ok ' }).Count -ge 14) 'all checks are shown'
}
Test-Fact '-Verify names each deviation and changes nothing' {
    $jar = Join-All $At.Program, 'lib', 'jna.jar'
    [IO.File]::WriteAllText($jar, 'JNA')
    Write-File (Join-All $At.Program, 'lib', 'planted.jar') 'x'
    $Machine.Running = $false; $Machine.Service.FailureFlag = 0; $Machine.Service.'Start.Class' = 'evil.Main'; $Machine.Client = $null
    $Machine.Sddl[$At.ClientKeys] = 'O:BAG:SYD:AI(A;OICI;FA;;;SY)(A;OICI;FA;;;BU)'
    Assert-Code 9 (Invoke-Installer -Package $Install -Verify -InstallDirectory $Install)
    $shown = @($Told | Where-Object { $_ -match '^\s+WRONG' }) -join "`n"
    foreach ($part in 'jna.jar differs', 'Start.Class', 'recovery actions do not count', 'does not run', 'WireGuard for Windows', 'VPN_Client') { Assert-Contains $shown $part 'deviations' }
    Assert-Equal '' ($Changes -join '; ') 'changes'
}
Test-Fact 'a further run mends what -Verify found' {
    Assert-Code 0 (Invoke-Installer -Package $Package -InstallDirectory $Install)
    Assert-Code 0 (Invoke-Installer -Package $Install -Verify -InstallDirectory $Install)
    Assert-True (-not [IO.File]::Exists((Join-All $At.Program, 'lib', 'planted.jar'))) 'the planted jar is gone'
}

Test-Fact 'backslashes are doubled, as a Java properties file wants them, and again read as the same' {
    $text = Set-PropertyValue "# x`r`nhome=`r`n" 'home' 'C:\Program Files\Borealis Agent'
    Assert-Equal "# x`r`nhome=C:\\Program Files\\Borealis Agent`r`n" $text 'the file'
    Assert-Equal $text (Set-PropertyValue $text 'home' 'C:\Program Files\Borealis Agent') 'written again'
}
Test-Fact 'a service that cannot be updated is registered anew, with its recovery' {
    $Machine.HostRefuses = '//[UD]S//*'; $Machine.Service.'Start.Class' = 'old.Main'
    Assert-Code 0 (Invoke-Installer -Package $Package -InstallDirectory $Install)
    $Machine.HostRefuses = '-'
    Assert-Code 0 (Invoke-Installer -Package $Install -Verify -InstallDirectory $Install)
}

Test-Fact 'an older driver library and client are upgraded' {
    New-Install 'older'; Install-Once
    [IO.File]::WriteAllText($At.Library, (New-Signed 'WireGuard LLC' '0.10.1')); $Machine.Client = [version] '0.5.3'; $Machine.Driver = [version] '0.10'
    Install-Once
    Assert-Equal '1.1' (Get-FileVersion $At.Library) 'driver library'
    Assert-Equal '1.1.1' $Machine.Client 'client'
    Assert-Contains ($Told -join "`n") 'driver of Windows: 0.10 is older' 'told'
}
Test-Fact 'a newer driver library and client are kept' {
    New-Install 'newer'; Install-Once
    [IO.File]::WriteAllText($At.Library, (New-Signed 'WireGuard LLC' '1.3')); $Machine.Client = [version] '1.2'
    Install-Once
    Assert-True (Test-LibraryPin $At.Library) 'the pin follows the newer library'
    Install-Once
    Assert-Equal '1.3' (Get-FileVersion $At.Library) 'driver library'
    Assert-Equal '1.2' $Machine.Client 'client'
    Assert-Equal '' ($Changes -join '; ') 'changes'
}
Test-Fact 'a newer driver library survives an upgrade of the agent' {
    $next = New-Package 'package-newer' '0.2.0'
    Assert-Code 0 (Invoke-Installer -Package $next -InstallDirectory $Install)
    Assert-Equal '1.3' (Get-FileVersion $At.Library) 'driver library'
}
Test-Fact 'a newer library that is not signed by WireGuard LLC is replaced' {
    [IO.File]::WriteAllText($At.Library, (New-Signed 'Somebody Else' '9.9'))
    Install-Once
    Assert-Equal '1.1' (Get-FileVersion $At.Library) 'driver library'
}
Test-Fact 'an upgrade in place while the service runs keeps identity and settings and replaces the program whole' {
    New-Install 'upgrade'; Install-Once
    Write-File (Join-Path $At.Certificates 'device.key') 'identity'
    $settings = [IO.File]::ReadAllText($At.Settings)
    $next = New-Package 'package-next' '0.3.0'
    Assert-Code 0 (Invoke-Installer -Package $next -InstallDirectory $Install)
    $order = $Changes -join "`n"
    Assert-True ($order -match '(?s)copy \d+ files.*sc.exe stop.*rename .*Program to .*rename .*Program.new to .*//US//BorealisAgent.*sc.exe start') 'staged, stopped, swapped, registered anew, started'
    Assert-Equal 'identity' ([IO.File]::ReadAllText((Join-Path $At.Certificates 'device.key'))) 'identity'
    Assert-Equal $settings ([IO.File]::ReadAllText($At.Settings)) 'settings'
    Assert-True (-not [IO.File]::Exists((Join-All $At.Program, 'lib', 'borealis-agent-service-0.1.0.jar'))) 'the old jar is gone'
    Assert-Contains $Machine.Service.'Java.Classpath' 'borealis-agent-service-0.3.0.jar' 'class path'
    Assert-True $Machine.Running 'the service runs'
    Assert-Equal '0.3.0' (Read-Mark $At).version 'mark'
}

# Power is lost at every single change of an install, of an upgrade: the next run must end as if nothing happened
foreach ($kind in 'install', 'upgrade') {
    Test-Fact "an $kind interrupted at any of its steps is healed by the next run" {
        $next = New-Package "package-interrupted-$kind" '0.4.0'
        New-Install "rehearsal-$kind"; if ($kind -eq 'upgrade') { Install-Once }
        Assert-Code 0 (Invoke-Installer -Package $next -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install)
        $steps = @($Changes | ForEach-Object { $_.Replace($Install, '*').Replace($next, '*') })
        Assert-True ($steps.Count -ge 9) "steps: $($steps.Count)"
        if ($kind -eq 'upgrade') { New-Install 'cut-upgrade'; Install-Once; Write-File (Join-Path $At.Certificates 'device.key') 'identity'; Save-Install $kind }
        for ($i = 0; $i -lt $steps.Count; $i++) {
            if ($kind -eq 'upgrade') { Restore-Install $kind } else { New-Install "cut-$kind-$i" }
            $Machine.FailAt = [Management.Automation.WildcardPattern]::Escape($steps[$i]).Replace('``', '`').Replace('`*', '*')
            $ended = Invoke-Installer -Package $next -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install
            Assert-True ($ended -ne 0) "step $i ($($steps[$i])) was cut"
            $Machine.FailAt = ''; $Machine.Driver = [version] '1.1'
            Assert-Code 0 (Invoke-Installer -Package $next -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install)
            Assert-Code 0 (Invoke-Installer -Package $Install -Verify -InstallDirectory $Install)
            if ($kind -eq 'upgrade') { Assert-Equal 'identity' ([IO.File]::ReadAllText((Join-Path $At.Certificates 'device.key'))) "identity after a cut at $($steps[$i])" }
        }
    }
}
Test-Fact 'the distribution may be unpacked into the install folder itself' {
    New-Install 'in place'
    $inPlace = New-Package 'in place' '0.1.0'
    Assert-Code 0 (Invoke-Installer -Package $inPlace -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install)
    Assert-Equal '1.1' (Get-FileVersion $At.Library) 'driver library'
    Assert-Code 0 (Invoke-Installer -Package $inPlace -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install)
    Assert-Equal '' ($Changes -join '; ') 'changes of the repeat'
    $Machine.Driver = [version] '1.1'
    Assert-Code 0 (Invoke-Installer -Package $Install -Verify -InstallDirectory $Install)
}
Test-Fact 'a folder with letters of other scripts works, its settings are UTF-8' {
    $letters = -join @([char] 0xDC, ' ', [char] 0x65E5, [char] 0x672C)
    New-Install $letters; Install-Once
    Assert-Equal $Install (Get-PropertyValue ([IO.File]::ReadAllText($At.Settings, (New-Object Text.UTF8Encoding $false, $true))) 'home') 'home'
    Install-Once
    Assert-Equal '' ($Changes -join '; ') 'changes of the repeat'
}
Test-Fact 'uninstall removes service, program, identity and settings, and keeps the logs' {
    New-Install 'gone'; Install-Once
    Assert-Code 0 (Invoke-Installer -Package $Install -Uninstall -InstallDirectory $Install)
    Assert-True ($null -eq $Machine.Service) 'service gone'
    Assert-True ($Changes -join "`n" -match 'remove the driver') 'driver'
    $left = @([IO.Directory]::GetFiles($Install, '*', 'AllDirectories') | ForEach-Object { [IO.Path]::GetFileName($_) }) -join ','
    Assert-Equal 'install.log' $left 'files left'
    Assert-True (-not [IO.Directory]::Exists($At.Identity)) 'identity gone'
    Assert-Contains (Read-Log) 'is removed' 'log'
    Assert-True ($null -ne $Machine.Client) 'the official client stays'
    Assert-Code 0 (Invoke-Installer -Package $Package -Uninstall -RemoveLogs -InstallDirectory $Install)
    Assert-True (-not [IO.Directory]::Exists($Install)) 'the kept logs can be removed later'
}
Test-Fact 'uninstall with -RemoveLogs leaves nothing' {
    New-Install 'gone wholly'; Install-Once
    Assert-Code 0 (Invoke-Installer -Package $Package -Uninstall -RemoveLogs -InstallDirectory $Install)
    Assert-True (-not [IO.Directory]::Exists($Install)) 'folder gone'
    Assert-Code 0 (Invoke-Installer -Package $Package -Uninstall -RemoveLogs -InstallDirectory $Install)
    Assert-Equal '' ($Changes -join '; ') 'a second removal finds nothing to do'
}
Test-Fact 'after an uninstall the same command installs anew' {
    New-Install 'gone'; Install-Once
    Assert-True $Machine.Running 'the service runs'
}
Test-Fact '-WhatIf shows every step of an install and does nothing' {
    New-Install 'rehearsed'; Install-Once
    $real = @($Changes)
    Reset-Machine
    $script:Install = Join-Path $Work 'only shown'
    Assert-Code 0 (Invoke-Installer -Package $Package -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install -WhatIf)
    Assert-Equal '' ($Changes -join '; ') 'changes'
    Assert-True (-not [IO.Directory]::Exists($Install)) 'no folder'
    Assert-True ($null -eq $Machine.Service) 'no service'
    $shown = @($Told | ForEach-Object { $_.Trim() } | Where-Object { $_ -like 'would *' }) -join "`n"
    foreach ($change in $real) { Assert-Contains $shown ('would ' + $change.Replace((Join-Path $Work 'rehearsed'), $Install)) 'every step is shown' }
}
Test-Fact '-WhatIf of an upgrade and of an uninstall does nothing' {
    New-Install 'rehearsed'
    Assert-Code 0 (Invoke-Installer -Package $Package -InstallDirectory $Install)
    $before = Get-Tree $Install
    Assert-Code 0 (Invoke-Installer -Package (New-Package 'package-whatif' '0.5.0') -InstallDirectory $Install -WhatIf)
    Assert-Code 0 (Invoke-Installer -Package $Package -Uninstall -RemoveLogs -InstallDirectory $Install -WhatIf)
    Assert-True (@($Told | Where-Object { $_ -like '*would delete the folder*' }).Count -ge 4) 'the removal is shown'
    Assert-Equal $before (Get-Tree $Install) 'the installation'
}
Test-Fact 'a service that is still starting is stopped once it runs' {
    New-Install 'starting'; Install-Once
    $Machine.StartingLooks = 2
    Assert-Code 0 (Invoke-Installer -Package $Package -Uninstall -InstallDirectory $Install)
    Assert-True (-not $Machine.Running) 'stopped'
}
Test-Fact 'a Public network of the adapter becomes Private' {
    New-Install 'category'; $Machine.Category = 'Public'; Install-Once
    Assert-Equal 'Private' $Machine.Category 'category'
}
Test-Fact 'a restart that the client asks for ends in 3010' {
    New-Install 'restart'; $Machine.MsiExitCode = 3010
    Assert-Code 3010 (Invoke-Installer -Package $Package -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install)
    Assert-True $Machine.Running 'the service runs all the same'
}
Test-Fact '-WithoutClient installs no client' {
    New-Install 'without'; Assert-Code 0 (Invoke-Installer -Package $Package -EngineUrl $Url -EnrollmentCode $Code -InstallDirectory $Install -WithoutClient)
    Assert-True ($null -eq $Machine.Client) 'no client'
}
Test-Fact 'an Engine host gets driver, client and protected folders, no service, and warnings about UDP 30000' {
    New-Install 'engine'
    $Machine.UdpRanges = @(New-Object PSObject -Property @{ First = 29900; Last = 30100 }); $Machine.UdpOwners = @(4711); $Machine.UdpRule = $false
    Assert-Code 0 (Invoke-Installer -Package $Package -Role Engine -InstallDirectory $Install)
    Assert-Equal '1.1' (Get-FileVersion $At.Library) 'driver library'
    Assert-True ($null -eq $Machine.Service) 'no service'
    Assert-True $Machine.Sddl.ContainsKey($At.EngineKeys) 'VPN_Server is protected'
    foreach ($part in 'reserves (29900-30100)', 'used by process 4711', 'no rule of Windows Firewall') { Assert-Contains ($Told -join "`n") $part 'warnings' }
}
[IO.Directory]::Delete($Work, $true)
Complete-Facts
