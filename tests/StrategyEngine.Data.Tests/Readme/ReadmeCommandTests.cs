using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>Runs the command reference of docs/from-python.md from its first line to its last, on one new database.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ReadmeCommandTests
{
    private const string Done = "-- done: ";

    // What the lines promise by the names they give their results.
    private const string Effects =
        """
        (string Effect, bool Holds)[] effects =
        [
            ("pending", pending.Count == 0 && history.Count > 0 && history[^1].MigrationId == version),
            ("isCurrent", isCurrent && health.IsHealthy && info.Exists && tables.Any(table => table.Name == "trades")),
            ("isWeak", isWeak),
            ("isValid", isValid && validation is ValidationResult.Valid),
            ("refreshed", refreshed is RefreshResult.Rotated),
            ("live", live.Any(open => open.Id == session.SessionId) && byType.Values.Sum() == live.Count),
            ("wasLive", wasLive && await sessions.ValidateTokenAsync(session.AccessToken.Reveal(), TokenFreshness.Strict) is ValidationResult.Rejected),
            ("logout", await sessions.ValidateTokenAsync(login.Tokens.AccessToken.Reveal(), TokenFreshness.Strict) is ValidationResult.Rejected),
            ("decrypted", isEncrypted && decrypted == "sk_live_42" && !encrypted.Contains("sk_live_42")),
            ("settings", settings["slow"]!.GetValue<int>() == 30),
            ("apiSecret", apiSecret == "secret" && exchanges is ["binance"]),
            ("moved", moved.IsComplete && moved.TargetKeyId == key.KeyId && status.OutdatedValues == 0),
            ("changes", changes.Count == 2),
            ("written", written.Inserted == 1 && refused.Count == 0 && latest is [{ Close: 16650m }]),
            ("metrics", metrics.Metrics.Count == 0),
            ("removed", removed.Tables.Single(table => table.Table == "market_data").Rows == 1 && await candles.CountAsync(asset.Id, Timeframe.OneMinute) == 0),
            ("optimized", optimized.SizeAfter > 0),
            ("restored", restored.PendingMigrations.Count == 0 && backup.Manifest.RingKeys.Count == restored.RingKeys.Count),
        ];
        foreach (var (effect, _) in effects.Where(effect => !effect.Holds))
            Console.Error.WriteLine($"{effect} is not what it should be.");
        return effects.Count(effect => !effect.Holds);
        """;

    private IReadOnlyList<string> _problems = [];
    private ReadmeRun _run = null!;

    private static ReadmeDocument Page => ReadmeDocument.Load("docs/from-python.md");

    private static IReadOnlyList<string[]> Rows => Page.Table("The Python ancestor");

    [OneTimeSetUp]
    public async Task RunAllLinesAsync()
    {
        // The program of the page says what the lines refer to.
        var program = string.Join('\n', Rows.Select(Line).Prepend(string.Join('\n', Page.CSharpBlocks.Single())).Append(Effects));
        _problems = ReadmeCompiler.Check(program);
        _run = _problems.Count == 0 ? await ReadmeHost.RunAsync(program) : new ReadmeRun(-1, "", "It does not compile.");
    }

    [Test]
    public void The_lines_of_the_table_compile_and_run() => _run.ExitCode.Should().Be(0, string.Join('\n', _problems) + _run.Errors);

    [TestCaseSource(nameof(Commands))]
    public void Each_command_of_the_ancestor_has_a_line_that_runs(int row)
    {
        _problems.Should().NotContain(problem => problem.StartsWith($"line {row}(", StringComparison.Ordinal));
        _run.Output.Split('\n', StringSplitOptions.TrimEntries).Should().Contain(Done + row, _run.Errors);
    }

    private static IEnumerable<TestCaseData> Commands() => Rows.Select((cells, row) => new TestCaseData(row).SetArgDisplayNames(cells[0]));

    private static string Line(string[] cells, int row) =>
        $"#line 1 \"line {row}\"\n{cells[1]}\n#line default\nConsole.WriteLine(\"{Done}{row}\");";
}
