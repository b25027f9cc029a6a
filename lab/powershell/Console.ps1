# The lab's console has slow functions where PowerShell itself has commands, and most of a run went into three of them. They are
# here once more, by the same engine and as far as the tested scripts call them. Any other pwsh keeps its own commands.
if (Get-Command Join-Path -CommandType Function -ErrorAction SilentlyContinue) {
    function Join-Path([Parameter(Mandatory = $true)] [string] $Path, [Parameter(Mandatory = $true)] [AllowEmptyString()] [string] $ChildPath) {
        $ExecutionContext.SessionState.Path.Combine($Path, $ChildPath)
    }

    function New-Object([Parameter(Mandatory = $true)] [string] $TypeName, [object[]] $ArgumentList, [Collections.IDictionary] $Property) {
        if ($TypeName -eq 'PSObject') { return [PSCustomObject] $(if ($null -ne $Property) { $Property } else { @{} }) }
        if ($null -ne $Property) { throw "Console.ps1 makes no $TypeName with -Property" }
        # A list is returned as one
        return , [Activator]::CreateInstance([type] $TypeName, $ArgumentList)
    }

    function ConvertFrom-JsonElement($Element) {
        switch ("$($Element.ValueKind)") {
            'Object' {
                $read = [ordered] @{}
                foreach ($property in $Element.EnumerateObject()) {
                    # Most are texts, for which no call is needed
                    $read[$property.Name] = if ($property.Value.ValueKind -eq 'String') { $property.Value.GetString() } else { ConvertFrom-JsonElement $property.Value }
                }
                return [PSCustomObject] $read
            }
            'Array' { return , @(foreach ($item in $Element.EnumerateArray()) { ConvertFrom-JsonElement $item }) }
            'String' { return $Element.GetString() }
            'Number' { $number = [long] 0; if ($Element.TryGetInt64([ref] $number)) { return $number }; return $Element.GetDouble() }
            'True' { return $true }
            'False' { return $false }
            default { return $null }
        }
    }
    function ConvertFrom-Json([Parameter(Mandatory = $true, ValueFromPipeline = $true)] [AllowEmptyString()] [string] $InputObject) {
        process { ConvertFrom-JsonElement ([Text.Json.JsonDocument]::Parse($InputObject).RootElement) }
    }
}
