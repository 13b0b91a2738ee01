namespace StrategyEngine.Data.Administration;

/// <summary>How much room a folder's disk has.</summary>
internal static class FreeSpace
{
    /// <summary>The bytes this user may write there; null if the system does not tell.</summary>
    public static long? In(string folder)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
