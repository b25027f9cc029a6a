# Start settings of the Engine's server on Windows; standalone.conf says the same for Unix.
# Give more by PREPEND_JAVA_OPTS, parted by blanks: JAVA_OPTS in the environment replaces everything below.

if (-Not $JAVA_OPTS) {
    $JAVA_OPTS = @()
    # As the start script does on Unix; the one of Windows does not know the variable
    if (Test-Path env:PREPEND_JAVA_OPTS) { $JAVA_OPTS += @($env:PREPEND_JAVA_OPTS.Split(' ') | Where-Object { $_ }) }
    # A small heap that gives back what it does not use, and the serial collector keep the idle server small; it begins at what
    # a start needs: without that a start is a dozen full collections
    $JAVA_OPTS += '-Xms96m'
    $JAVA_OPTS += '-Xmn20m'
    $JAVA_OPTS += '-Xmx256m'
    $JAVA_OPTS += '-XX:+UseSerialGC'
    $JAVA_OPTS += '-XX:MinHeapFreeRatio=10'
    $JAVA_OPTS += '-XX:MaxHeapFreeRatio=20'
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

    if (-Not(test-path env:JDK_SERIAL_FILTER)) {
        $JDK_SERIAL_FILTER = 'maxbytes=10485760;maxdepth=128;maxarray=100000;maxrefs=300000'
    }
}
