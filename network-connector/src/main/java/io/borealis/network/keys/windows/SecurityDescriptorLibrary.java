package io.borealis.network.keys.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;
import org.jspecify.annotations.Nullable;

/**
 * The exports of {@code advapi32.dll} that jna-platform does not have, spelled as in {@code sddl.h}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/sddl/">sddl.h</a>
 */
interface SecurityDescriptorLibrary extends StdCallLibrary {

    SecurityDescriptorLibrary INSTANCE =
            Native.load("advapi32", SecurityDescriptorLibrary.class, W32APIOptions.UNICODE_OPTIONS);

    int SDDL_REVISION_1 = 1;

    boolean ConvertStringSecurityDescriptorToSecurityDescriptor(
            String sddl, int revision, PointerByReference descriptor, @Nullable IntByReference size);

    boolean ConvertSecurityDescriptorToStringSecurityDescriptor(
            Pointer descriptor,
            int revision,
            int information,
            PointerByReference sddl,
            @Nullable IntByReference length);
}
