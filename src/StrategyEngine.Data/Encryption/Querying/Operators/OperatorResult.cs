namespace StrategyEngine.Data.Encryption.Querying.Operators;

/// <summary>What an operator that does not project returns.</summary>
internal enum OperatorResult
{
    /// <summary>A sequence of the elements of its source.</summary>
    Sequence,

    /// <summary>One element of its source.</summary>
    Element,

    /// <summary>A number or a truth.</summary>
    Scalar,
}
