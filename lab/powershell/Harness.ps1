# A test is a sentence and a block; a block that throws failed. The last line of a file counts them.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'Console.ps1')
$Passed = 0; $Failed = 0; $Skipped = 0

function Test-Fact([string] $Fact, [scriptblock] $Block) {
    try {
        & $Block
        $script:Passed++
        [Console]::Out.WriteLine("  ok      $Fact")
    } catch {
        $script:Failed++
        [Console]::Out.WriteLine("  FAILED  $Fact")
        [Console]::Out.WriteLine("          $($_.Exception.Message)")
        [Console]::Out.WriteLine("          $($_.ScriptStackTrace -replace "`n", "`n          ")")
    }
}

function Skip-Fact([string] $Fact, [string] $Reason) {
    $script:Skipped++
    [Console]::Out.WriteLine("  NOT RUN $Fact -- $Reason")
}

function Assert-Equal($Expected, $Actual, [string] $What) {
    if ("$Expected" -cne "$Actual") { throw "$What`: expected '$Expected', got '$Actual'" }
}

function Assert-True($Condition, [string] $What) { if (-not $Condition) { throw "not so: $What" } }

function Assert-Contains([string] $Text, [string] $Part, [string] $What) {
    if (-not $Text.Contains($Part)) { throw "$What`: '$Part' is not in '$Text'" }
}

function Complete-Facts {
    [Console]::Out.WriteLine("FACTS $script:Passed $script:Failed $script:Skipped")
    exit $(if ($script:Failed -gt 0) { 1 } else { 0 })
}
