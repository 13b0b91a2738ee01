using NUnit.Framework;

namespace TradingConsole.Tests.Running;

/// <summary>Runs the console twice on one new file, for all the tests of this namespace.</summary>
[SetUpFixture]
internal sealed class TwoTours
{
    public static ConsoleDatabase Database { get; private set; } = null!;

    public static ConsoleRun First { get; private set; } = null!;

    public static ConsoleRun Second { get; private set; } = null!;

    public static IReadOnlyDictionary<string, long> CountsAfterFirst { get; private set; } = null!;

    public static IReadOnlyDictionary<string, long> CountsAfterSecond { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task RunAsync()
    {
        Database = ConsoleDatabase.Empty();
        First = await ConsoleRun.OfProcessAsync(Database, []);
        CountsAfterFirst = Database.CountRows();
        Second = await ConsoleRun.OfProcessAsync(Database, []);
        CountsAfterSecond = Database.CountRows();
    }

    [OneTimeTearDown]
    public static void Delete() => Database.Dispose();
}
