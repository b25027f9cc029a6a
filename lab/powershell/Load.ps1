# Brings the installer as it is in an unpacked distribution, then the machine of the test over it
. (Join-Path $PSScriptRoot 'Harness.ps1')
. ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'Dependencies', 'fetch.ps1'))
. (Join-Path $PSScriptRoot 'Machine.ps1')
$Package = New-Package 'Borealis 0.1.0' '0.1.0'
. (Join-Path $Package 'Borealis.ps1')
. (Join-Path $PSScriptRoot 'Machine.ps1')
$Package = [IO.Path]::Combine($Work, 'Borealis 0.1.0')
