# Start settings of the Engine's server on Windows; standalone.conf says the same for Unix.
# Give more by PREPEND_JAVA_OPTS, parted by blanks, for example -Xmx1g: it counts last. JAVA_OPTS in the environment replaces
# everything below.

if (-Not $JAVA_OPTS) {
    $JAVA_OPTS = @()
    # The serial collector keeps the idle server small. Where what requests leave behind survives into the old generation, or
    # that has no room to spare, every tenth collection is a full one and stops everything for a second: hence young room and
    # free room
    $JAVA_OPTS += '-Xms144m'
    $JAVA_OPTS += '-Xmn48m'
    $JAVA_OPTS += '-XX:SurvivorRatio=4'
    $JAVA_OPTS += '-Xmx320m'
    $JAVA_OPTS += '-XX:+UseSerialGC'
    $JAVA_OPTS += '-XX:MinHeapFreeRatio=30'
    $JAVA_OPTS += '-XX:MaxHeapFreeRatio=50'
    $JAVA_OPTS += '-XX:MetaspaceSize=192m'
    $JAVA_OPTS += '-XX:MaxMetaspaceSize=256m'
    $JAVA_OPTS += '-XX:ReservedCodeCacheSize=64m'
    $JAVA_OPTS += '-Xss512k'
    # The second compiler gets what is still hot when the start is over; what links modules and parses queries never is
    $JAVA_OPTS += '-XX:Tier4InvocationThreshold=15000'
    $JAVA_OPTS += '-XX:Tier4MinInvocationThreshold=2000'
    $JAVA_OPTS += '-XX:Tier4CompileThreshold=45000'
    $JAVA_OPTS += '-XX:Tier4BackEdgeThreshold=120000'
    $JAVA_OPTS += '-XX:CompileCommand=quiet'
    $JAVA_OPTS += '-XX:CompileCommand=CompileThresholdScaling,org.antlr.v4.runtime.atn.*::*,10.0'
    $JAVA_OPTS += '-XX:CompileCommand=CompileThresholdScaling,org.jboss.modules.Module::addExportedPaths,10.0'
    $JAVA_OPTS += '-XX:+ExitOnOutOfMemoryError'
    $JAVA_OPTS += '-Djava.awt.headless=true'
    $JAVA_OPTS += '-Dfile.encoding=UTF-8'
    # JNA loads native code: Java 25 warns of it, a later one will refuse it
    $JAVA_OPTS += '--enable-native-access=ALL-UNNAMED'
    # The start script of Windows does not know the variable
    if (Test-Path env:PREPEND_JAVA_OPTS) { $JAVA_OPTS += @($env:PREPEND_JAVA_OPTS.Split(' ') | Where-Object { $_ }) }

    if (-Not(test-path env:JDK_SERIAL_FILTER)) {
        $JDK_SERIAL_FILTER = 'maxbytes=10485760;maxdepth=128;maxarray=100000;maxrefs=300000'
    }
}
