namespace StrategyEngine.Data.Persistence;

/// <summary>A query computes on an amount what the database would compute differently from .NET.</summary>
/// <remarks>Thrown when the query is translated, before anything is sent. The stable code is <c>persistence.amount_query</c>.</remarks>
public sealed class AmountQueryException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What the query does with an amount, such as <c>a conversion to String</c>.</param>
    /// <param name="engine">The short name of the database engine.</param>
    /// <param name="alternative">What to do instead, as a sentence.</param>
    public AmountQueryException(string operation, string engine, string alternative)
        : base("persistence.amount_query", $"{engine} would not compute {operation} on an amount as .NET does. {alternative}")
    {
        Operation = operation;
    }

    /// <summary>What the query does with an amount, such as <c>a conversion to String</c>.</summary>
    public string Operation { get; }
}
