namespace StrategyEngine.Data.Migrations;

/// <summary>The base of what <see cref="MigrationRunner"/> throws on purpose.</summary>
public abstract class MigrationException : TradingDataException
{
    private protected MigrationException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
