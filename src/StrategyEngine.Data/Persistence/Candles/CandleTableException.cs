namespace StrategyEngine.Data.Persistence;

/// <summary>The database refused or failed a read or write of candles. What was committed before stays as it was.</summary>
/// <remarks>
/// Codes: <c>candles.busy</c> (another process kept the database locked; try again), <c>candles.unknown_asset</c>,
/// <c>candles.schema_missing</c>, <c>candles.disk_full</c>, <c>candles.read_only</c>, <c>candles.corrupt</c>, <c>candles.storage</c>
/// (anything else).
/// </remarks>
public sealed class CandleTableException : TradingDataException
{
    private const string Busy = "candles.busy";

    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of the codes above.</param>
    /// <param name="message">What went wrong and what repairs it.</param>
    /// <param name="innerException">The provider's exception.</param>
    public CandleTableException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later without any repair.</summary>
    public bool IsTransient => Code == Busy;

    /// <summary>Creates the exception for an error of the engine, in the words that every part of the library has for its kind.</summary>
    /// <param name="kind">What the error means.</param>
    /// <param name="remedy">What repairs it on the engine, as <see cref="TradingProvider.RemedyFor"/> says; null for the general
    /// words.</param>
    /// <param name="innerException">The provider's exception.</param>
    public static CandleTableException Of(DatabaseErrorKind kind, string? remedy, Exception? innerException = null) => Of(
        kind, remedy, "Grant it SELECT, INSERT, UPDATE and, to remove candles, DELETE on market_data and candle_coverage.", innerException);

    /// <summary>Creates the exception for a stored amount that another program made unreadable.</summary>
    /// <param name="innerException">Why it cannot be read, if the driver said so.</param>
    public static CandleTableException UnreadableAmount(Exception? innerException = null) => new(
        "candles.corrupt", "A stored candle holds an amount that is no decimal number; another program wrote it."
            + " Restore the row or delete it.", innerException);

    internal static CandleTableException Of(DatabaseErrorKind kind, string? remedy, string rights, Exception? innerException)
    {
        var message = kind == DatabaseErrorKind.ForeignKey
            ? "The asset of these candles is not in the assets table. Save the Asset before its candles."
            : DatabaseErrorText.Of(kind, remedy, rights);
        return new CandleTableException(CodeOf(kind), message, innerException);
    }

    private static string CodeOf(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.ForeignKey => "candles.unknown_asset",
        DatabaseErrorKind.Busy or DatabaseErrorKind.Transient or DatabaseErrorKind.Conflict => Busy,
        DatabaseErrorKind.SchemaMissing or DatabaseErrorKind.DatabaseMissing => "candles.schema_missing",
        DatabaseErrorKind.DiskFull => "candles.disk_full",
        DatabaseErrorKind.ReadOnly or DatabaseErrorKind.NotPermitted => "candles.read_only",
        DatabaseErrorKind.Corrupt => "candles.corrupt",
        _ => "candles.storage",
    };
}
