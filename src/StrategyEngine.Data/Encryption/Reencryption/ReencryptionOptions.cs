using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>How re-encryption goes about its work.</summary>
public sealed record ReencryptionOptions : IRangedOptions
{
    /// <summary>How many rows are read, sealed and committed at a time.</summary>
    /// <value>1 to 10,000; default 500. Larger pages are faster, and hold the write lock of an embedded database for longer.</value>
    public int PageSize { get; init; } = 500;

    /// <summary>The most rows per second, on average, so that other work is not slowed down.</summary>
    /// <value>At least 1; default null, as fast as it goes.</value>
    public int? MaxRowsPerSecond { get; init; }

    /// <summary>How long a killed run keeps others from starting; a living one extends it with every page.</summary>
    /// <value>1 second to 1 hour; default 60 seconds. Longer than a page takes to commit.</value>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(60);

    string IRangedOptions.Code => "encryption.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        ranges.Within(PageSize, 1, 10_000);
        if (MaxRowsPerSecond is { } rate)
            ranges.AtLeast(rate, 1, nameof(MaxRowsPerSecond));
        ranges.Within(LeaseDuration, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
