namespace StrategyEngine.Data.MarketData;

/// <summary>A CSV file of candles cannot be read, with the place at fault.</summary>
/// <remarks>
/// Codes: <c>csv.header</c>, <c>csv.encoding</c>, <c>csv.columns</c> (too few or too many in a line; also a line cut short),
/// <c>csv.time</c>, <c>csv.amount</c>, <c>csv.line_too_long</c>.
/// </remarks>
public sealed class CandleCsvException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of the codes above.</param>
    /// <param name="fileName">The file, as the caller named it.</param>
    /// <param name="line">The line, from 1; the header is line 1.</param>
    /// <param name="column">The name of the column, or null if the whole line is at fault.</param>
    /// <param name="problem">What is wrong there.</param>
    public CandleCsvException(string code, string fileName, long line, string? column, string problem)
        : base(code, $"{fileName}, line {line}{(column is null ? "" : $", column {column}")}: {problem}")
    {
        FileName = fileName;
        Line = line;
        Column = column;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string FileName { get; }

    /// <summary>The line at fault, from 1; the header is line 1.</summary>
    public long Line { get; }

    /// <summary>The name of the column at fault, or null if it is the whole line.</summary>
    public string? Column { get; }
}
