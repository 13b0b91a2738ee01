using NUnit.Framework;

using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>A text file of sorted lines beside the tests, which says what may not change unnoticed.</summary>
/// <remarks>
/// With <c>TRADING_TEST_GOLDEN=write</c> in the environment a test writes its file anew, and fails, so that the difference is read and not
/// passed over.
/// </remarks>
internal static class GoldenFile
{
    private const string Variable = "TRADING_TEST_GOLDEN";

    private static readonly string[] Folder = ["tests", "StrategyEngine.Data.Tests", "StoredForms", "Golden"];

    /// <summary>Fails with the lines that came and went, unless the lines are those of the file.</summary>
    public static void Compare(string name, IEnumerable<string> found)
    {
        var path = Path.Combine([ReadmeDocument.RepositoryFolder, .. Folder, name]);
        var present = found.Distinct().Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable(Variable) == "write")
        {
            File.WriteAllText(path, string.Concat(present.Select(line => line + "\n")));
            Assert.Fail($"{name} was written: {present.Count} lines. Read the difference, unset {Variable} and run the test again.");
        }

        var pinned = File.ReadAllLines(path);
        var gone = pinned.Except(present).Select(line => (Line: line, Sign: '-'));
        var come = present.Except(pinned).Select(line => (Line: line, Sign: '+'));
        var changes = gone.Concat(come).OrderBy(change => change.Line, StringComparer.Ordinal)
            .Select(change => $"{change.Sign} {change.Line}").ToList();

        Assert.That(changes, Is.Empty, $"""
            {name} no longer tells the truth; - is pinned, + was found:
            {string.Join('\n', changes)}
            What is stored, or what operators match on, depends on these lines. If the change is meant, say so in the change log
            and run this test once with {Variable}=write.
            """);
    }
}
