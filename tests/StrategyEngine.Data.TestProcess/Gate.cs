namespace StrategyEngine.Data.TestProcess;

/// <summary>Lets the test start several processes at one moment.</summary>
internal static class Gate
{
    public static void WaitForStart()
    {
        Console.WriteLine("READY");
        Await();
    }

    /// <summary>Waits for a line of the test; without a test there is nothing to go on for.</summary>
    public static void Await()
    {
        if (Console.ReadLine() is null)
            Environment.Exit(1);
    }
}
