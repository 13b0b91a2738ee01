using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>Prints results as they come, for people, or at the end, as JSON.</summary>
internal sealed class RatioReport(TextWriter output, bool json)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<LineResult> _results = [];
    private readonly List<(string Name, TimeSpan Took)> _times = [];

    public void Begin(int rounds, bool reduced)
    {
        if (json)
            return;

        var optimized = typeof(RatioReport).Assembly.GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), false)
            is not [System.Diagnostics.DebuggableAttribute { IsJITOptimizerDisabled: true }];
        output.WriteLine(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        output.WriteLine(
            $"{(reduced ? $"3 to {rounds} paired rounds at reduced size" : $"{rounds} paired rounds")}; ratio = rate of the library / "
            + $"rate of the baseline, median (min to max); above 1, the library is faster; needed: what the median must reach");
        if (!optimized)
            output.WriteLine("A Debug build: run with -c Release for figures that mean anything.");
        output.WriteLine();
        output.WriteLine(
            $"{"",-32} {"ratio",8} {"min to max",16} {"needed",8} {"",6} {"library",14} {"baseline",14} {"count",12}   the library, "
            + $"against the fastest baseline");
    }

    public void Add(LineResult result, TimeSpan took)
    {
        _results.Add(result);
        _times.Add((result.Name, took));
        if (json)
            return;

        output.WriteLine(result switch
        {
            RatioResult ratio => Line(ratio),
            MeasurementResult measurement => Line(measurement),
            SkippedResult skipped => $"{skipped.Name,-32} skipped: {skipped.Skipped}",
            _ => throw new InvalidOperationException($"No form is known for {result}."),
        });
    }

    public void End()
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize<IEnumerable<object>>(_results, Json));
            return;
        }

        var longest = _times.OrderByDescending(time => time.Took).Take(5)
            .Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Name} {time.Took.TotalSeconds:0} s"));
        output.WriteLine();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Took {_times.Sum(time => time.Took.TotalSeconds):0} s, of which: {string.Join(", ", longest)}."));
    }

    private static string Line(RatioResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-32} {result.Ratio,8:0.00} {$"{result.RatioMin:0.00} to {result.RatioMax:0.00}",16} {result.Needed,8:0.00} "
        + $"{Verdict(result.IsMet),-6} {result.LibraryPerSecond,12:#,0}/s {result.BaselinePerSecond,12:#,0}/s {result.Operations,12:#,0}  "
        + $" {result.Library}, against {result.Baseline}");

    private static string Line(MeasurementResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-32} {result.Figure,8:0.0} {result.Unit,16} {$"<= {result.AtMost:0}",8} {Verdict(result.IsMet),-6} {"",14} {"",14} "
        + $"{result.Operations,12:#,0}   {result.Subject}");

    private static string Verdict(bool? isMet) => isMet switch { true => "met", false => "MISSED", null => "" };
}
