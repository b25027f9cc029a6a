# Runs every file of tests, all in this one engine and each in a scope of its own: Run.ps1 FILE...
# What a file does not catch ends that file only; it then lacks its last line, which 'run' counts.
Set-StrictMode -Version 2
foreach ($RunFile in $args) {
    [Console]::Out.WriteLine([IO.Path]::GetFileName($RunFile).Replace('.Tests.ps1', ''))
    try { & $RunFile } catch { [Console]::Out.WriteLine("  $($_.Exception.Message)`n          $($_.ScriptStackTrace -replace "`n", "`n          ")") }
}
exit 0
