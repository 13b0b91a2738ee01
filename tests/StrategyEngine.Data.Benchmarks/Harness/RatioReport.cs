using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>Prints results as they come, for people, or at the end, as JSON.</summary>
internal sealed class RatioReport(TextWriter output, bool json)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<RatioResult> _results = [];

    public void Begin(int rounds, bool reduced)
    {
        if (json)
            return;

        var optimized = typeof(RatioReport).Assembly.GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), false)
            is not [System.Diagnostics.DebuggableAttribute { IsJITOptimizerDisabled: true }];
        output.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        output.WriteLine($"{rounds} paired rounds{(reduced ? " at reduced size" : "")}; ratio = our rate / rate of the baseline, median (min to max); above 1, ours is faster");
        if (!optimized)
            output.WriteLine("A Debug build: run with -c Release for figures that mean anything.");
        output.WriteLine();
        output.WriteLine($"{"",-32} {"ratio",8} {"min to max",16} {"ours",14} {"baseline",14}   fastest baseline");
    }

    public void Add(RatioResult result)
    {
        _results.Add(result);
        if (json)
            return;

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-32} {result.Ratio,8:0.00} {$"{result.RatioMin:0.00} to {result.RatioMax:0.00}",16} {result.OursPerSecond,12:#,0}/s {result.BaselinePerSecond,12:#,0}/s   {result.Baseline}"));
    }

    public void End()
    {
        if (json)
            output.WriteLine(JsonSerializer.Serialize(_results, Json));
    }
}
