namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A figure that is no ratio of rates and can be asked for by name.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="MeasureAsync">Measures it, in reduced size if asked.</param>
/// <param name="AtMost">What it must not exceed.</param>
internal sealed record MeasurementDefinition(string Name, Func<bool, Task<Measurement>> MeasureAsync, double AtMost) : LineDefinition(Name)
{
    public override async Task<LineResult> RunAsync(bool reduced, int rounds)
    {
        var measurement = await MeasureAsync(reduced);
        return new MeasurementResult(Name, measurement.Unit, measurement.Operations, measurement.Figure, AtMost, measurement.Subject);
    }
}
