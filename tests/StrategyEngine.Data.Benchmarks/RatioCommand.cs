using System.Diagnostics;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks;

/// <summary><c>ratios [names] [--short] [--json]</c>.</summary>
internal static class RatioCommand
{
    private const int Rounds = 9;
    private const int ShortRounds = 5;

    public static async Task<int> RunAsync(string[] arguments, IReadOnlyList<LineDefinition> definitions)
    {
        var names = arguments.Where(argument => !argument.StartsWith('-')).ToArray();
        var unknown = names.Where(name => !definitions.Any(definition => Matches(definition, name)))
            .Concat(arguments.Where(argument => argument.StartsWith('-') && argument is not ("--short" or "--json")))
            .ToArray();
        if (unknown.Length > 0)
        {
            await Console.Error.WriteLineAsync(
                $"Unknown: {string.Join(", ", unknown)}. Lines: {string.Join(", ", definitions.Select(definition => definition.Name))}");
            return 2;
        }

        var reduced = arguments.Contains("--short");
        var rounds = reduced ? ShortRounds : Rounds;
        var report = new RatioReport(Console.Out, arguments.Contains("--json"));
        report.Begin(rounds, reduced);
        foreach (var definition in definitions.Where(definition => names.Length == 0 || names.Any(name => Matches(definition, name))))
        {
            var started = Stopwatch.GetTimestamp();
            report.Add(await RunAsync(definition, reduced, rounds), Stopwatch.GetElapsedTime(started));
        }

        report.End();
        return 0;
    }

    private static async Task<LineResult> RunAsync(LineDefinition definition, bool reduced, int rounds)
    {
        try
        {
            return await definition.RunAsync(reduced, rounds);
        }
        catch (LineSkippedException exception)
        {
            return new SkippedResult(definition.Name, exception.Message);
        }
    }

    // A prefix names a family: "candle-upsert" runs all its lines.
    private static bool Matches(LineDefinition definition, string name) => definition.Name.StartsWith(name, StringComparison.Ordinal);
}
