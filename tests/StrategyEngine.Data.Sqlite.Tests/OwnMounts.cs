using System.Diagnostics;

using NUnit.Framework;

namespace StrategyEngine.Data.Sqlite.Tests;

/// <summary>Processes with mounts of their own, which end with them: a disk as small as a test wants it.</summary>
internal static class OwnMounts
{
    /// <summary>
    /// The command before which such a process is started. Not every machine lets its users have one: then the test is skipped.
    /// </summary>
    public static async Task<string[]> UnshareAsync()
    {
        string[] unshare = Environment.IsPrivilegedProcess ? ["unshare", "-m"] : ["unshare", "-r", "-m"];
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare"))
            Assert.Ignore("Only Linux has processes with mounts of their own.");
        using var trial = Process.Start(
            new ProcessStartInfo(unshare[0], [.. unshare[1..], "sh", "-c", "mount -t tmpfs tmpfs /tmp"]) { RedirectStandardError = true })!;
        await trial.WaitForExitAsync();
        if (trial.ExitCode != 0)
            Assert.Ignore("This user may not have a process with mounts of its own.");
        return unshare;
    }
}
