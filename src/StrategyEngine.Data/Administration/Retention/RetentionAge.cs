using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Administration;

/// <summary>The range of an age.</summary>
internal static class RetentionAge
{
    public static readonly TimeSpan Least = TimeSpan.FromDays(1);

    /// <summary>A hundred years.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromDays(36_525);

    /// <summary>90 days.</summary>
    public static readonly TimeSpan Standard = TimeSpan.FromDays(90);

    public static void Check(OptionRanges ranges, TimeSpan? age, [CallerArgumentExpression(nameof(age))] string name = "")
    {
        if (age is { } value && value != Timeout.InfiniteTimeSpan && (value < Least || value > Most))
            ranges.Refuse(name, value, $"set it between {Least:c} and {Most:c}, or to Timeout.InfiniteTimeSpan, which keeps all");
    }

    public static void Check(OptionRanges ranges, IReadOnlyDictionary<Timeframe, TimeSpan> ages,
        [CallerArgumentExpression(nameof(ages))] string name = "")
    {
        ranges.Present(ages, "an empty dictionary to keep all", name);
        foreach (var (timeframe, age) in ages ?? new Dictionary<Timeframe, TimeSpan>())
            ranges.Within(age, Least, Most, $"{name}[{timeframe.Code}]");
    }
}
