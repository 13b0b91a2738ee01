namespace StrategyEngine.Data.Encryption.Querying.Operators;

/// <summary>What an operator does with the elements of its source.</summary>
internal enum ElementUse
{
    /// <summary>Hands them on without looking at the values in them.</summary>
    Carried,

    /// <summary>Compares them, orders them or computes with them.</summary>
    Compared,

    /// <summary>Makes others of them by its lambdas.</summary>
    Projected,

    /// <summary>Nothing that a database does, or nothing that is known.</summary>
    Unknown,
}
