# Start settings of the Engine's server on Windows; standalone.conf says the same for Unix.
# Give more by PREPEND_JAVA_OPTS, parted by blanks: JAVA_OPTS in the environment replaces everything below.

if (-Not $JAVA_OPTS) {
    $JAVA_OPTS = @()
    # As the start script does on Unix; the one of Windows does not know the variable
    if (Test-Path env:PREPEND_JAVA_OPTS) { $JAVA_OPTS += @($env:PREPEND_JAVA_OPTS.Split(' ') | Where-Object { $_ }) }
    # A small heap that gives back what it does not use, and the serial collector keep the idle server below 450 MiB
    $JAVA_OPTS += '-Xms48m'
    $JAVA_OPTS += '-Xmn16m'
    $JAVA_OPTS += '-Xmx256m'
    $JAVA_OPTS += '-XX:+UseSerialGC'
    $JAVA_OPTS += '-XX:MinHeapFreeRatio=10'
    $JAVA_OPTS += '-XX:MaxHeapFreeRatio=20'
    $JAVA_OPTS += '-XX:MaxMetaspaceSize=256m'
    $JAVA_OPTS += '-XX:ReservedCodeCacheSize=64m'
    $JAVA_OPTS += '-Xss512k'
    $JAVA_OPTS += '-XX:+ExitOnOutOfMemoryError'
    $JAVA_OPTS += '-Djava.awt.headless=true'
    $JAVA_OPTS += '-Dfile.encoding=UTF-8'
    # JNA loads native code: Java 25 warns of it, a later one will refuse it
    $JAVA_OPTS += '--enable-native-access=ALL-UNNAMED'

    if (-Not(test-path env:JDK_SERIAL_FILTER)) {
        $JDK_SERIAL_FILTER = 'maxbytes=10485760;maxdepth=128;maxarray=100000;maxrefs=300000'
    }
}
