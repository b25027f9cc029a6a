# Parses scripts, prints FILE:LINE:COLUMN: error, ends with 1 if there is one: Parse.ps1 FILE...
$Errors = foreach ($script in $args) {
    $found = $null
    [void] [Management.Automation.Language.Parser]::ParseFile($script, [ref] $null, [ref] $found)
    foreach ($one in $found) { "${script}:$($one.Extent.StartLineNumber):$($one.Extent.StartColumnNumber): $($one.Message)" }
}
foreach ($line in $Errors) { [Console]::Out.WriteLine($line) }
exit $(if ($Errors) { 1 } else { 0 })
