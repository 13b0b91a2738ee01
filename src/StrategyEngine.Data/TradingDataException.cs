namespace StrategyEngine.Data;

/// <summary>The base of every exception this library throws on purpose.</summary>
/// <remarks>
/// The message says what to do about it and never holds a key, a plaintext, a token or a connection string.
/// What <c>SaveChanges</c> throws derives from <c>DbUpdateException</c> instead, as Entity Framework callers expect.
/// </remarks>
public class TradingDataException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">A stable, dotted identifier of the failure, such as <c>encryption.tampered</c>.</param>
    /// <param name="message">What went wrong and which call or setting repairs it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public TradingDataException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>A stable, dotted identifier of the failure: safe to match on and to log; never localized.</summary>
    public string Code { get; }
}
