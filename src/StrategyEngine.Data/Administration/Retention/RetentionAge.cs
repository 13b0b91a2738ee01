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

    public static TimeSpan? Check(TimeSpan? age, [CallerMemberName] string name = "")
    {
        if (age is { } value && value != Timeout.InfiniteTimeSpan)
            Demand(value, name);
        return age;
    }

    public static IReadOnlyDictionary<Timeframe, TimeSpan> Check(IReadOnlyDictionary<Timeframe, TimeSpan> ages, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(ages, name);
        foreach (var age in ages.Values)
            Demand(age, name);
        return ages;
    }

    private static void Demand(TimeSpan age, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, Least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(age, Most, name);
    }
}
