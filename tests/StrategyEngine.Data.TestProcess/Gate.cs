namespace StrategyEngine.Data.TestProcess;

/// <summary>Lets the test start several processes at one moment.</summary>
internal static class Gate
{
    public static void WaitForStart()
    {
        Console.WriteLine("READY");
        Console.ReadLine();
    }
}
