package io.borealis.lab.installation;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Facts;
import io.borealis.lab.run.Folders;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What Borealis.ps1 refuses, each in one sentence with the cure, and that nothing half-installed stays. */
final class InstallRefusals {

    private static final String ANY_CODE = "7KQ2M-4XDAB-CDEFG-HJKMN.0123456789abcdef0123456789abcdef";
    private static final String DOWNLOAD = "Users/Public/Download";

    private final Facts facts;
    private final InstallMachine machine;
    private final Path zip;
    private final Path distribution;
    private final Path drive;

    InstallRefusals(Facts facts, InstallMachine machine, Path zip, Path distribution, Path folder) {
        this.facts = facts;
        this.machine = machine;
        this.zip = zip;
        this.distribution = distribution;
        this.drive = folder.resolve("small-drive");
    }

    /** @param silent an address of the Engine's host, on which nothing answers at port 9 */
    void run(String silent) {
        String url = "https://" + silent + ":9";
        facts.notRun(
                "without elevation: refused", "Wine runs every program elevated; lab/powershell shows the refusal");
        facts.fact("a damaged distribution, file by file: refused, nothing is installed", () -> damaged(url));
        facts.fact("an install folder whose paths would be too long: refused", () -> {
            machine.borealis(
                            distribution,
                            "-EngineUrl",
                            url,
                            "-EnrollmentCode",
                            ANY_CODE,
                            "-InstallDirectory",
                            "C:\\" + "long\\".repeat(40))
                    .expect(2, "characters", "Choose a shorter one");
            Steps.require(!Files.exists(machine.drive("long")), "the folder was made");
        });
        facts.fact("an install folder with letters that the code page of this Windows does not know: refused", () -> {
            machine.borealis(
                            distribution,
                            "-EngineUrl",
                            url,
                            "-EnrollmentCode",
                            ANY_CODE,
                            "-InstallDirectory",
                            "C:\\Borealis 日本")
                    .expect(2, "code page", "Choose a folder without them");
            Steps.require(!Files.exists(machine.drive("Borealis 日本")), "the folder was made");
        });
        facts.fact("a code that is not whole: refused", () -> machine.borealis(
                        distribution, "-EngineUrl", url, "-EnrollmentCode", ANY_CODE.substring(0, 30))
                .expect(2, "not whole", "Copy it once more"));
        onASmallDrive(url);
    }

    private void damaged(String url) throws IOException {
        Path unpacked = machine.unpack(zip, DOWNLOAD);
        Files.write(unpacked.resolve("Program/runtime/bin/server/jvm.dll"), new byte[] {0}, StandardOpenOption.APPEND);
        refusedAsDamaged(unpacked, url, "Program/runtime/bin/server/jvm.dll differs. Unpack");
        Files.delete(unpacked.resolve("Program/runtime/bin/server/jvm.dll"));
        Files.write(unpacked.resolve("Program/runtime/lib/modules"), new byte[] {0}, StandardOpenOption.APPEND);
        refusedAsDamaged(unpacked, url, "Program/runtime/bin/server/jvm.dll is missing and 1 more");
        Folders.delete(unpacked);
    }

    private void refusedAsDamaged(Path unpacked, String url, String what) {
        machine.borealis(unpacked, "-EngineUrl", url, "-EnrollmentCode", ANY_CODE)
                .expect(5, what, "Unpack the zip again");
        Steps.require(!Files.exists(machine.drive("Program Files/Borealis Agent")), "something was installed");
    }

    private void onASmallDrive(String url) {
        String[] words = {"-EngineUrl", url, "-EnrollmentCode", ANY_CODE, "-InstallDirectory", "D:\\Borealis"};
        try {
            Files.createDirectories(drive);
            // a machine sees the mounts that were there when it was booted
            machine.powerOff();
            Commands.run("mount", "-t", "tmpfs", "-o", "size=60m", "borealis-install", drive.toString())
                    .orThrow("a small drive");
            machine.mount("d", drive);
            machine.boot();
        } catch (IOException noDrive) {
            throw new LabException("no drive D:", noDrive);
        }
        try {
            facts.fact("a drive without room: refused", () -> machine.borealis(distribution, words)
                    .expect(10, "MB free", "Make room"));
            facts.fact(
                    "with room the next run ends what that one began; nothing answers at the Engine's address", () -> {
                        // a machine sees the mounts that were there when it was booted
                        machine.powerOff();
                        Commands.run("mount", "-o", "remount,size=500m", drive.toString())
                                .orThrow("a larger drive");
                        machine.borealis(distribution, words)
                                .expect(12, "nothing answers at " + url, "Check the address");
                        machine.borealis(distribution, "-Verify", "-InstallDirectory", "D:\\Borealis")
                                .expect(0, "is as planned");
                    });
            facts.fact("removed with its logs: nothing is left", () -> {
                machine.borealis(distribution, "-Uninstall", "-RemoveLogs", "-InstallDirectory", "D:\\Borealis")
                        .expect(0);
                Steps.require(!Files.exists(drive.resolve("Borealis")), "the folder is still there");
            });
        } finally {
            machine.powerOff();
            Commands.run("umount", drive.toString());
            machine.boot();
        }
    }
}
