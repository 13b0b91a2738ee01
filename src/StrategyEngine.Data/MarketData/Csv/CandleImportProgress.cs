using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData;

/// <summary>How far an import has come.</summary>
/// <param name="BytesRead">The bytes of the file, compressed as it is, that were read; those read ahead are part of it.</param>
/// <param name="TotalBytes">Its length; null for a stream that does not know.</param>
/// <param name="Candles">What became of the candles that were read so far.</param>
public readonly record struct CandleImportProgress(long BytesRead, long? TotalBytes, CandleUpsertProgress Candles)
{
    /// <summary>The part of the file that was read.</summary>
    /// <value>0 to 1; null where <see cref="TotalBytes"/> is.</value>
    public double? Fraction => TotalBytes is { } total ? total == 0 ? 1 : (double)BytesRead / total : null;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
